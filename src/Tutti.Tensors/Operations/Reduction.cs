using System.Numerics;
using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>Sums and variances over dimensions.</summary>
internal static class Reduction
{
    /// <summary>Sums over the given dimensions, which stay with size 1 if <paramref name="keepDimensions"/>, else go.</summary>
    internal static Tensor Sum(Tensor input, ReadOnlySpan<int> dimensions, bool keepDimensions)
    {
        Operand.CheckFloatingPoint(Primitives.Sum.Name, input);
        var kept = KeptShape(Primitives.Sum.Name, input.Shape, dimensions);
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

    /// <summary>
    /// The variance over the given dimensions: Σ (x − mean)² / (n − correction), the mean being taken first, both in double.
    /// </summary>
    internal static Tensor Variance(Tensor input, ReadOnlySpan<int> dimensions, bool keepDimensions, double correction)
    {
        var name = Primitives.Variance.Name;
        Operand.CheckFloatingPoint(name, input);
        if (!double.IsFinite(correction))
            throw new ArgumentOutOfRangeException(nameof(correction), correction,
                $"{name}: the divisor n − correction is not finite. Got {correction}. " +
                "Expected a finite number; 1 is usual, 0 divides by n.");
        var kept = KeptShape(name, input.Shape, dimensions);
        var result = Tensor.Allocate(kept, input.ElementType);
        var means = Tensor.Allocate(kept, input.ElementType);
        var divisor = Math.Max(0, (double)input.ElementCount / Math.Max(1, kept.ElementCount) - correction);
        if (input.ElementType == ElementType.Float32) Variance<float>(input, divisor, means, result);
        else Variance<double>(input, divisor, means, result);
        if (!keepDimensions) result = result.ViewAs(DroppedShape(input.Shape, dimensions));
        return Graph.Record(Primitives.Variance, result, [input], new VarianceAttributes(divisor), workspace: [means]);
    }

    private static Tensor Compute(Tensor input, Shape kept)
    {
        var result = Tensor.Allocate(kept, input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(input, result);
        else Compute<double>(input, result);
        GC.KeepAlive(input);
        return result;
    }

    private static void Compute<T>(Tensor input, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = ReductionPlan.Create(input, result.Shape, out var order);
        using var totals = new ReductionTotals(result.ElementCount);
        ReductionWalk<T, SumStep<T>>.Start(new() { Plan = plan, Values = input.Memory<T>(), Totals = totals.Span });
        totals.Write<T>(1, order, result);
    }

    private static void Variance<T>(Tensor input, double divisor, Tensor means, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = ReductionPlan.Create(input, result.Shape, out var order);
        using ReductionTotals sums = new(result.ElementCount), squares = new(result.ElementCount);
        ReductionWalk<T, SumStep<T>>.Start(new() { Plan = plan, Values = input.Memory<T>(), Totals = sums.Span });
        var count = (double)input.ElementCount / Math.Max(1, result.ElementCount);
        foreach (ref var sum in sums.Span) sum /= count;
        ReductionWalk<T, DeviationStep<T>>.Start(
            new() { Plan = plan, Step = new(sums.Span), Values = input.Memory<T>(), Totals = squares.Span });
        sums.Write<T>(1, order, means);
        squares.Write<T>(divisor, order, result);
    }

    private static Shape KeptShape(string operation, Shape shape, ReadOnlySpan<int> dimensions)
    {
        var sizes = shape.ToArray();
        if (dimensions.IsEmpty) sizes.AsSpan().Fill(1);
        var seen = new bool[shape.Rank];
        foreach (var dimension in dimensions)
        {
            var index = shape.Normalize(dimension);
            if (seen[index])
                throw new ArgumentException(
                    $"{operation}: dimension {index} is named twice. " +
                    $"Got [{string.Join(", ", dimensions.ToArray())}] for {shape}. Expected each at most once.");
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

/// <summary>What the gradient of a variance needs: by what the sum of squares was divided.</summary>
internal sealed record VarianceAttributes(double Divisor);
