// Accumulation: columns ascending, in the element type; the variance from the differences to the mean. Sums over rows: rows ascending.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Normalising rows, and the gradient.</summary>
internal static class LayerNorm
{
    internal static void Run<T>(ReadOnlySpan<T> values, int columns, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, T epsilon,
        Span<T> result, Span<T> means, Span<T> scales) where T : IFloatingPointIeee754<T>
    {
        var count = T.CreateTruncating(columns);
        for (var row = 0; row < means.Length; row++)
        {
            var from = values.Slice(row * columns, columns);
            var to = result.Slice(row * columns, columns);
            var sum = T.Zero;
            foreach (var value in from) sum += value;
            var mean = means[row] = sum / count;
            var squares = T.Zero;
            foreach (var value in from) squares += (value - mean) * (value - mean);
            var scale = scales[row] = T.One / T.Sqrt(squares / count + epsilon);
            for (var i = 0; i < columns; i++)
            {
                var normal = (from[i] - mean) * scale;
                to[i] = (weight.IsEmpty ? normal : normal * weight[i]) + (bias.IsEmpty ? T.Zero : bias[i]);
            }
        }
    }

    internal static void Gradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, int columns, ReadOnlySpan<T> weight,
        ReadOnlySpan<T> means, ReadOnlySpan<T> scales, bool accumulate, Span<T> gradient, Span<T> weightSums, Span<T> biasSums)
        where T : IFloatingPointIeee754<T>
    {
        var share = T.One / T.CreateTruncating(columns);
        for (var row = 0; row < means.Length; row++)
        {
            var x = values.Slice(row * columns, columns);
            var d = upstream.Slice(row * columns, columns);
            var (mean, scale) = (means[row], scales[row]);
            T sum = T.Zero, product = T.Zero;
            for (var i = 0; i < columns; i++)
            {
                var normal = (x[i] - mean) * scale;
                weightSums[i] += d[i] * normal;
                biasSums[i] += d[i];
                var g = weight.IsEmpty ? d[i] : d[i] * weight[i];
                sum += g;
                product += g * normal;
            }
            if (gradient.IsEmpty) continue;
            var to = gradient.Slice(row * columns, columns);
            for (var i = 0; i < columns; i++)
            {
                var g = weight.IsEmpty ? d[i] : d[i] * weight[i];
                var result = scale * (g - sum * share - (x[i] - mean) * scale * (product * share));
                to[i] = accumulate ? to[i] + result : result;
            }
        }
    }
}
