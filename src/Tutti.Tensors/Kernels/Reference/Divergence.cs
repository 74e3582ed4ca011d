using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>The Kullback-Leibler divergence, element by element: t (ln t − x), where the target is t or ln t; 0 where t = 0.</summary>
internal static class Divergence
{
    internal static void Losses<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> target, bool isLogTarget, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var t = isLogTarget ? T.Exp(target[i]) : target[i];
            result[i] = t == T.Zero ? T.Zero : t * ((isLogTarget ? target[i] : T.Log(t)) - input[i]);
        }
    }

    /// <summary>result = factor · t, which is the gradient for a factor of −1.</summary>
    internal static void Gradients<T>(ReadOnlySpan<T> target, bool isLogTarget, T factor, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = factor * (isLogTarget ? T.Exp(target[i]) : target[i]);
    }
}
