using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Normalising over the last dimensions: rows, as the kernels see it.</summary>
internal static class LayerNormalization
{
    internal static Tensor Run(Tensor input, Shape normalizedShape, Tensor? weight, Tensor? bias, double epsilon)
    {
        Check(input, normalizedShape, weight, bias, epsilon);
        var rows = Shaping.InRowMajorOrder(input);
        var result = Tensor.Allocate(input.Shape, input.ElementType);
        var statistics = Tensor.Allocate([2, input.ElementCount / normalizedShape.ElementCount], input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(rows, weight, bias, epsilon, result, statistics);
        else Compute<double>(rows, weight, bias, epsilon, result, statistics);
        var attributes = new LayerNormAttributes(weight is not null, bias is not null, normalizedShape.ElementCount);
        Tensor[] workspace = ReferenceEquals(rows, input) ? [statistics] : [statistics, rows];
        return Graph.Record(Primitives.LayerNorm, result, (weight, bias) switch
        {
            (null, null) => [input],
            (null, _) => [input, bias],
            (_, null) => [input, weight],
            _ => [input, weight, bias],
        }, attributes, workspace: workspace);
    }

    private static void Compute<T>(Tensor rows, Tensor? weight, Tensor? bias, double epsilon, Tensor result, Tensor statistics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = statistics.Shape[1];
        if (count == 0) return;
        var columns = result.ElementCount / count;
        ParallelRange.Run(count, LayerNormRows.Grain(columns), new Body<T>
        {
            Columns = columns, Values = rows.Memory<T>(), Result = result.Memory<T>(), Epsilon = T.CreateTruncating(epsilon),
            Weight = weight is null ? default : weight.Memory<T>(), Bias = bias is null ? default : bias.Memory<T>(),
            Means = statistics.Memory<T>()[..count], Scales = statistics.Memory<T>()[count..],
        });
    }

    private static void Check(Tensor input, Shape shape, Tensor? weight, Tensor? bias, double epsilon)
    {
        var name = Primitives.LayerNorm.Name;
        Operand.CheckFloatingPoint(name, input);
        if (shape.Rank == 0 || shape.ElementCount == 0 || shape.Rank > input.Shape.Rank
            || !input.Shape.AsSpan()[^shape.Rank..].SequenceEqual(shape.AsSpan()))
            throw new ArgumentException(
                $"{name}: the normalised shape is not the input's last dimensions. Got {shape} for {input.Shape}. " +
                "Expected at least one dimension, none of size 0, equal to the input's last.");
        foreach (var (what, tensor) in ((string, Tensor?)[])[("weight", weight), ("bias", bias)])
        {
            if (tensor is null) continue;
            if (tensor.Shape != shape || tensor.ElementType != input.ElementType || !tensor.IsContiguous)
                throw new ArgumentException(
                    $"{name}: the {what} does not fit. Got {tensor} with strides {tensor.Strides}. " +
                        $"Expected {input.ElementType} {shape}, contiguous.");
        }
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentException($"{name}: epsilon makes no sense. Got {epsilon}. Expected a finite number of at least 0.");
    }

    private ref struct Body<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Columns;
        public ReadOnlySpan<T> Values, Weight, Bias;
        public Span<T> Result, Means, Scales;
        public T Epsilon;

        public readonly void Run(int start, int end)
        {
            var (first, count) = (start * Columns, (end - start) * Columns);
            KernelSelector.For<T>().LayerNorm(Values.Slice(first, count), Columns, Weight, Bias, Epsilon,
                Result.Slice(first, count), Means[start..end], Scales[start..end]);
        }
    }
}

/// <summary>What the gradient of a layer normalisation needs beside its operands.</summary>
internal sealed record LayerNormAttributes(bool HasWeight, bool HasBias, int Columns);
