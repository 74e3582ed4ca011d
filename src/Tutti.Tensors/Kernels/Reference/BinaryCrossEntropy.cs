using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Binary cross entropy of logits: see KernelSet.Losses.cs.</summary>
internal static class BinaryCrossEntropy
{
    internal static void Losses<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var (x, t) = (logits[i], targets[i]);
            var wrong = x > T.Zero ? T.One - t : positiveWeights.IsEmpty ? t : positiveWeights[i] * t;
            var loss = Share(t, positiveWeights, i) * LogOnePlus(T.Exp(-T.Abs(x))) + T.Abs(x) * wrong;
            result[i] = weights.IsEmpty ? loss : weights[i] * loss;
        }
    }

    internal static void Gradients<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, T factor, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var t = targets[i];
            var slope = (T.One - t) - Share(t, positiveWeights, i) * Sigmoid(-logits[i]);
            result[i] = factor * (weights.IsEmpty ? slope : weights[i] * slope);
        }
    }

    private static T Share<T>(T target, ReadOnlySpan<T> positiveWeights, int index) where T : IFloatingPointIeee754<T> =>
        positiveWeights.IsEmpty ? T.One : T.One + (positiveWeights[index] - T.One) * target;

    private static T Sigmoid<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var e = T.Exp(-T.Abs(x));
        return (x > T.Zero ? T.One : e) / (T.One + e);
    }

    // The rounding of 1 + e cancels in the quotient (Kahan), so that small e keep their digits.
    private static T LogOnePlus<T>(T e) where T : IFloatingPointIeee754<T>
    {
        var sum = T.One + e;
        return sum == T.One ? e : T.Log(sum) * e / (sum - T.One);
    }
}
