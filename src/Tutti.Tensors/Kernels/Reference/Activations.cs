using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Functions of one number and their gradients, element by element.</summary>
internal static class Activations
{
    internal static void Relu<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        // NaN compares false, so it stays.
        for (var i = 0; i < result.Length; i++) result[i] = values[i] < T.Zero ? T.Zero : values[i];
    }

    internal static void ReluGradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = output[i] > T.Zero ? upstream[i] : T.Zero;
    }

    internal static void Sigmoid<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            // The exponential of a negative number cannot overflow.
            var e = T.Exp(-T.Abs(values[i]));
            result[i] = (values[i] > T.Zero ? T.One : e) / (T.One + e);
        }
    }

    internal static void SigmoidGradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = upstream[i] * output[i] * (T.One - output[i]);
    }

    internal static void Tanh<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = T.Tanh(values[i]);
    }

    internal static void TanhGradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = upstream[i] * (T.One - output[i] * output[i]);
    }

    internal static void Exp<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = T.Exp(values[i]);
    }

    internal static void Log<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = T.Log(values[i]);
    }
}
