using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same elements in row-major order under another shape. A view if the tensor is contiguous, else a copy.</summary>
    /// <param name="shape">A shape with the same number of elements.</param>
    /// <returns>A contiguous tensor.</returns>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor Reshape(Shape shape) => Shaping.Reshape(this, shape);

    /// <summary>Merges dimensions into one.</summary>
    /// <param name="first">The first dimension to merge; 1 keeps the batch.</param>
    /// <param name="last">The last dimension to merge.</param>
    /// <returns>A contiguous tensor.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the last comes before the first.</exception>
    public Tensor Flatten(int first = 1, int last = -1)
    {
        var (from, to) = (Shape.Normalize(first), Shape.Normalize(last));
        if (to < from)
            throw new ArgumentException($"Flatten: the last dimension comes before the first. Got {first} to {last} for {Shape}. Expected them in order.");
        var merged = 1;
        for (var dimension = from; dimension <= to; dimension++) merged *= Shape[dimension];
        return Reshape(Shape.Create([.. Shape.AsSpan()[..from], merged, .. Shape.AsSpan()[(to + 1)..]]));
    }

    /// <summary>Swaps two dimensions; a view.</summary>
    /// <param name="first">One dimension (negative: from the end).</param>
    /// <param name="second">The other dimension.</param>
    /// <returns>A view of this tensor's memory.</returns>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        Span<int> order = stackalloc int[Shape.Rank];
        for (var dimension = 0; dimension < order.Length; dimension++) order[dimension] = dimension;
        var (a, b) = (Shape.Normalize(first), Shape.Normalize(second));
        (order[a], order[b]) = (order[b], order[a]);
        return Shaping.Permute(this, order);
    }

    /// <summary>Reorders the dimensions; a view.</summary>
    /// <param name="dimensions">Dimension i of the result is dimension <c>dimensions[i]</c> of this tensor.</param>
    /// <returns>A view of this tensor's memory.</returns>
    /// <exception cref="ArgumentException">Not every dimension is named once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> dimensions) => Shaping.Permute(this, dimensions);

    /// <summary>Repeats dimensions of size 1 and adds dimensions at the front; a view in which elements share memory.</summary>
    /// <param name="shape">The larger shape.</param>
    /// <returns>A view of this tensor's memory.</returns>
    /// <exception cref="ArgumentException">A dimension that is not 1 would have to change.</exception>
    public Tensor Expand(Shape shape) => Shaping.Expand(this, shape);

    /// <summary>The tensor itself if its elements lie in row-major order, else a copy that does.</summary>
    /// <returns>A contiguous tensor.</returns>
    public Tensor Contiguous() => Shaping.Contiguous(this);

    /// <summary>A view of contiguous memory under another shape with as many elements; not recorded.</summary>
    internal Tensor ViewAs(Shape shape) => new(Storage, shape, Strides.RowMajor(shape), Offset, ElementType);
}
