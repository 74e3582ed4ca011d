// For row i with largest logit m and s = Σ exp(x − m): loss = Σ_c B_c (m + ln s − x_c), where B_c is the weight that the target puts on
// class c:
//   label y:          B_c = (1 − ε) w_y [c = y] + ε / C · w_c
//   probabilities t:  B_c = w_c ((1 − ε) t_c + ε / C)
// and with the probabilities p = exp(x − m) / s:  ∂loss / ∂x_c = p_c Σ B − B_c.
// Accumulation: classes ascending, in double. A row depends on nothing but itself, so rows may be computed in parts.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Cross entropy over rows of logits, and its gradient.</summary>
internal static class CrossEntropy
{
    /// <summary>losses[i] of the rows [start, end), from the logits and what <see cref="KernelSet{T}.Softmax"/> gave.</summary>
    internal static void Run<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> maxima, ReadOnlySpan<T> logSums,
        CrossEntropyTarget<T> target, int start, int end, Span<T> losses) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weights = target.IsOneClass ? [] : new double[target.Classes];
        for (var row = start; row < end; row++)
        {
            var values = logits.Slice(row * target.Classes, target.Classes);
            if (target.IsIgnored(row)) losses[row] = T.Zero;
            else if (target.IsOneClass)
                losses[row] = target.LabelWeight(row) * (logSums[row] - (values[(int)target.Labels[row]] - maxima[row]));
            else losses[row] = Weighted(values, maxima[row], logSums[row], target, row, weights);
        }
    }

    /// <summary>gradient = factor of the row · (p Σ B − B) for the rows [start, end); one factor for all rows, or one a row.</summary>
    internal static void Gradient<T>(ReadOnlySpan<T> probabilities, CrossEntropyTarget<T> target, ReadOnlySpan<double> factors,
        int start, int end, Span<T> gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var weights = target.IsOneClass ? [] : new double[target.Classes];
        for (var row = start; row < end; row++)
        {
            var result = gradient.Slice(row * target.Classes, target.Classes);
            var source = probabilities.Slice(row * target.Classes, target.Classes);
            var factor = factors[factors.Length == 1 ? 0 : row];
            if (target.IsIgnored(row)) result.Clear();
            else if (target.IsOneClass)
            {
                var weighted = T.CreateTruncating(factor) * target.LabelWeight(row);
                kernels.Scale(source, weighted, result);
                result[(int)target.Labels[row]] -= weighted;
            }
            else
                WeightedGradient(source, target.Weigh(row, weights), weights, factor, result);
        }
    }

    private static T Weighted<T>(ReadOnlySpan<T> logits, T largest, T logSum, CrossEntropyTarget<T> target, int row, double[] weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        target.Weigh(row, weights);
        var loss = 0.0;
        for (var c = 0; c < logits.Length; c++)
            // A class without weight must not turn a logit of −∞ into NaN.
            if (weights[c] != 0) loss += weights[c] * double.CreateTruncating(logSum - (logits[c] - largest));
        return T.CreateTruncating(loss);
    }

    private static void WeightedGradient<T>(ReadOnlySpan<T> probabilities, double sum, double[] weights, double factor, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var c = 0; c < result.Length; c++)
            result[c] = T.CreateTruncating(factor * (double.CreateTruncating(probabilities[c]) * sum - weights[c]));
    }
}
