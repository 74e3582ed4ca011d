using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>Operations that move no numbers, or only move them.</summary>
internal static class Shaping
{
    internal static Tensor Reshape(Tensor input, Shape shape)
    {
        if (shape.ElementCount != input.ElementCount)
            throw new ArgumentException(
                $"Reshape: the element counts differ. Got {input.Shape} ({input.ElementCount}) to {shape} ({shape.ElementCount}). Expected the same count.");
        return Graph.Record(Primitives.Reshape, InRowMajorOrder(input).ViewAs(shape), [input]);
    }

    internal static Tensor Permute(Tensor input, ReadOnlySpan<int> dimensions)
    {
        var rank = input.Shape.Rank;
        if (dimensions.Length != rank)
            throw new ArgumentException($"Permute: each dimension is named once. Got {dimensions.Length} for {input.Shape}. Expected {rank}.");
        Span<int> sizes = stackalloc int[rank], strides = stackalloc int[rank];
        var order = new int[rank];
        var seen = new bool[rank];
        for (var i = 0; i < rank; i++)
        {
            var from = order[i] = input.Shape.Normalize(dimensions[i]);
            if (seen[from])
                throw new ArgumentException($"Permute: dimension {from} is named twice. Got [{string.Join(", ", dimensions.ToArray())}]. Expected each once.");
            seen[from] = true;
            sizes[i] = input.Shape[from];
            strides[i] = input.Strides[from];
        }
        var result = new Tensor(input.Storage, Shape.Create(sizes), new Strides(strides), input.Offset, input.ElementType);
        return Graph.Record(Primitives.Permute, result, [input], order);
    }

    internal static Tensor Expand(Tensor input, Shape shape)
    {
        if (Broadcasting.Common("Expand", input.Shape, shape) != shape)
            throw new ArgumentException($"Expand: only dimensions of size 1 can be repeated. Got {input.Shape} to {shape}.");
        var strides = Broadcasting.Expand(input.Shape, input.Strides, shape);
        return Graph.Record(Primitives.Expand, new Tensor(input.Storage, shape, strides, input.Offset, input.ElementType), [input]);
    }

    internal static Tensor Contiguous(Tensor input) =>
        input.IsContiguous ? input : Graph.Record(Primitives.Contiguous, Copy(input, Strides.RowMajor(input.Shape)), [input]);

    /// <summary>The tensor itself if its memory order is the given one, else a copy in that order; not recorded.</summary>
    internal static Tensor InOrder(Tensor input, Strides strides) =>
        input.Strides.AgreesWith(strides, input.Shape) ? input : Copy(input, strides);

    /// <summary>The tensor itself if its elements lie in row-major order, else a copy that does; not recorded.</summary>
    internal static Tensor InRowMajorOrder(Tensor input) => InOrder(input, Strides.RowMajor(input.Shape));

    /// <summary>A copy in the given dense memory order; not recorded.</summary>
    internal static Tensor Copy(Tensor input, Strides strides)
    {
        var copy = Tensor.Allocate(input.Shape, strides, input.ElementType);
        copy.CopyFromTensor(input);
        return copy;
    }
}
