namespace Tutti.Tensors.Operations;

/// <summary>
/// Which elements of a dimension a view shows: <see cref="Length"/> of them, from <see cref="Start"/>, every <see cref="Step"/>-th; and
/// whether the dimension, of size 1 then, goes.
/// </summary>
internal sealed record SliceAttributes(int Dimension, int Start, int Length, int Step = 1, bool Drop = false)
{
    /// <summary>The view of a tensor, not recorded. Writing to it writes to the tensor.</summary>
    internal Tensor View(Tensor tensor)
    {
        Span<int> sizes = stackalloc int[tensor.Shape.Rank], strides = stackalloc int[tensor.Shape.Rank];
        var rank = 0;
        for (var dimension = 0; dimension < tensor.Shape.Rank; dimension++)
        {
            var isSliced = dimension == Dimension;
            if (isSliced && Drop) continue;
            sizes[rank] = isSliced ? Length : tensor.Shape[dimension];
            // The stride of a single element never matters, but its product could overflow.
            strides[rank++] = tensor.Strides[dimension] * (isSliced && Length > 1 ? Step : 1);
        }
        // What is empty must not point past the end.
        var offset = tensor.Offset + (Length == 0 ? 0 : Start * tensor.Strides[Dimension]);
        return new Tensor(tensor.Storage, Shape.Create(sizes[..rank]), new Strides(strides[..rank]), offset, tensor.ElementType);
    }
}
