using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>Dimensions of size 1 come and go; views, in whatever memory order.</summary>
internal static class Squeezing
{
    internal static Tensor Squeeze(Tensor input)
    {
        Span<int> sizes = stackalloc int[input.Shape.Rank];
        var rank = 0;
        foreach (var size in input.Shape.AsSpan())
            if (size != 1) sizes[rank++] = size;
        return rank == input.Shape.Rank ? input : Record(input, Shape.Create(sizes[..rank]));
    }

    internal static Tensor Squeeze(Tensor input, int dimension)
    {
        var index = input.Shape.Normalize(dimension);
        if (input.Shape[index] != 1) return input;
        return Record(input, Shape.Create([.. input.Shape.AsSpan()[..index], .. input.Shape.AsSpan()[(index + 1)..]]));
    }

    internal static Tensor Unsqueeze(Tensor input, int dimension)
    {
        var rank = input.Shape.Rank;
        var index = dimension < 0 ? dimension + rank + 1 : dimension;
        if ((uint)index > (uint)rank)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension,
                $"unsqueeze: no place for a dimension. Got {dimension} for {input.Shape}. Expected −{rank + 1} to {rank}.");
        return Record(input, Shape.Create([.. input.Shape.AsSpan()[..index], 1, .. input.Shape.AsSpan()[index..]]));
    }

    /// <summary>The elements under a shape that differs in dimensions of size 1 only; not recorded.</summary>
    internal static Tensor ViewAs(Tensor input, Shape shape)
    {
        Span<int> strides = stackalloc int[shape.Rank];
        var from = input.Shape.Rank - 1;
        var next = 1;
        for (var to = shape.Rank - 1; to >= 0; to--)
        {
            if (shape[to] != 1)
            {
                while (input.Shape[from] == 1) from--;
                strides[to] = input.Strides[from--];
            }
            // As if row-major, so that a view of contiguous memory looks like any contiguous tensor.
            else strides[to] = next;
            next = strides[to] * shape[to];
        }
        return new Tensor(input.Storage, shape, new Strides(strides), input.Offset, input.ElementType);
    }

    private static Tensor Record(Tensor input, Shape shape) => Graph.Record(Primitives.Squeeze, ViewAs(input, shape), [input]);
}
