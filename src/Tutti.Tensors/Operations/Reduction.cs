using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Sums over dimensions.</summary>
internal static class Reduction
{
    /// <summary>Sums over the given dimensions, which stay with size 1 if <paramref name="keepDimensions"/>, else go.</summary>
    internal static Tensor Sum(Tensor input, ReadOnlySpan<int> dimensions, bool keepDimensions)
    {
        Operand.CheckFloatingPoint(Primitives.Sum.Name, input);
        var kept = KeptShape(input.Shape, dimensions);
        var result = Compute(input, kept);
        if (!keepDimensions) result = result.ViewAs(DroppedShape(input.Shape, dimensions));
        return Graph.Record(Primitives.Sum, result, [input], new SumAttributes(kept));
    }

    /// <summary>Undoes broadcasting: sums the dimensions that are larger than in the shape, and drops those it lacks.</summary>
    internal static Tensor SumTo(Tensor input, Shape shape)
    {
        if (input.Shape == shape) return input;
        Span<int> sizes = stackalloc int[input.Shape.Rank];
        for (var fromEnd = 1; fromEnd <= sizes.Length; fromEnd++) sizes[^fromEnd] = fromEnd <= shape.Rank ? shape[-fromEnd] : 1;
        return Compute(input, Shape.Create(sizes)).ViewAs(shape);
    }

    private static Tensor Compute(Tensor input, Shape kept)
    {
        var result = Tensor.Allocate(kept, input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(input, result);
        else Compute<double>(input, result);
        GC.KeepAlive(input);
        return result;
    }

    private static void Compute<T>(Tensor input, Tensor result) where T : unmanaged, IFloatingPointIeee754<T> =>
        StridedSum.Run(input.Shape, input.Memory<T>(), input.Strides, result.Memory<T>(),
            Broadcasting.Expand(result.Shape, result.Strides, input.Shape));

    private static Shape KeptShape(Shape shape, ReadOnlySpan<int> dimensions)
    {
        var sizes = shape.ToArray();
        if (dimensions.IsEmpty) sizes.AsSpan().Fill(1);
        var seen = new bool[shape.Rank];
        foreach (var dimension in dimensions)
        {
            var index = shape.Normalize(dimension);
            if (seen[index])
                throw new ArgumentException(
                    $"Sum: dimension {index} is named twice. Got [{string.Join(", ", dimensions.ToArray())}] for {shape}. Expected each at most once.");
            (seen[index], sizes[index]) = (true, 1);
        }
        return Shape.Create(sizes);
    }

    private static Shape DroppedShape(Shape shape, ReadOnlySpan<int> dimensions)
    {
        if (dimensions.IsEmpty) return [];
        var dropped = new bool[shape.Rank];
        foreach (var dimension in dimensions) dropped[shape.Normalize(dimension)] = true;
        return Shape.Create([.. shape.Where((_, dimension) => !dropped[dimension])]);
    }
}

/// <summary>What the gradient of a sum needs: the result's shape with the summed dimensions kept at size 1.</summary>
internal sealed record SumAttributes(Shape Kept);
