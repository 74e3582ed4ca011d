using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// sums[output index] += Σ over the reduced dimensions of values[index]. The output's strides have 0 where a dimension is reduced.
/// Accumulates in <c>double</c> in index order and rounds once at the end, so that long sums keep their precision.
/// </summary>
internal static class StridedSum
{
    internal static void Run<T>(Shape shape, ReadOnlySpan<T> values, Strides valueStrides, Span<T> sums, Strides sumStrides)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sums.Clear();
        if (shape.ElementCount == 0) return;
        var exact = sums.Length <= 256 ? stackalloc double[sums.Length] : new double[sums.Length];
        exact.Clear();
        Add(shape, values, valueStrides, exact, sumStrides, 0, 0, 0);
        for (var i = 0; i < sums.Length; i++) sums[i] = T.CreateTruncating(exact[i]);
    }

    private static void Add<T>(Shape shape, ReadOnlySpan<T> values, Strides valueStrides, Span<double> sums, Strides sumStrides,
        int dimension, int from, int to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dimension == shape.Rank)
        {
            sums[to] += double.CreateTruncating(values[from]);
            return;
        }
        var (valueStep, sumStep) = (valueStrides[dimension], sumStrides[dimension]);
        if (dimension < shape.Rank - 1)
        {
            for (var i = 0; i < shape[dimension]; i++)
                Add(shape, values, valueStrides, sums, sumStrides, dimension + 1, from + i * valueStep, to + i * sumStep);
            return;
        }
        for (var i = 0; i < shape[dimension]; i++) sums[to + i * sumStep] += double.CreateTruncating(values[from + i * valueStep]);
    }
}
