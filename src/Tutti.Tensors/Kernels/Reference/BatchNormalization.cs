// Accumulation: rows ascending, in the element type; means as differences from the first row, so that numbers far from 0 keep their digits.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Statistics of columns, and what batch normalisation does with them: see KernelSet.BatchNormalization.cs.</summary>
internal static class BatchNormalization
{
    internal static void Moments<T>(ReadOnlySpan<T> values, Span<T> means, Span<T> squares) where T : IFloatingPointIeee754<T>
    {
        var columns = means.Length;
        for (var column = 0; column < columns; column++)
        {
            T sum = T.Zero, square = T.Zero;
            var pivot = values[column];
            for (var i = column; i < values.Length; i += columns) sum += values[i] - pivot;
            var mean = pivot + sum / T.CreateTruncating(values.Length / columns);
            for (var i = column; i < values.Length; i += columns) square += (values[i] - mean) * (values[i] - mean);
            (means[column], squares[column]) = (mean, square);
        }
    }

    internal static void Normalize<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> scales, ReadOnlySpan<T> shifts,
        Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < result.Length; row += centers.Length)
            for (var column = 0; column < centers.Length; column++)
                result[row + column] = (values[row + column] - centers[column]) * scales[column] + shifts[column];
    }

    internal static void Products<T>(ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers, Span<T> sums,
        Span<T> products) where T : IFloatingPointIeee754<T>
    {
        var columns = centers.Length;
        for (var column = 0; column < columns; column++)
        {
            T sum = T.Zero, product = T.Zero;
            for (var i = column; i < values.Length; i += columns)
            {
                sum += upstream[i];
                product += upstream[i] * (values[i] - centers[column]);
            }
            (sums[column], products[column]) = (sum, product);
        }
    }

    internal static void Gradient<T>(ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> scales,
        ReadOnlySpan<T> slopes, ReadOnlySpan<T> shifts, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < result.Length; row += centers.Length)
            for (var column = 0; column < centers.Length; column++)
            {
                var i = row + column;
                result[i] = scales[column] * upstream[i] + slopes[column] * (values[i] - centers[column]) + shifts[column];
            }
    }
}
