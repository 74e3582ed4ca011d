using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Functions of one number and of constants, and their gradients, element by element.</summary>
internal static class PointFunctions
{
    internal static void Shift<T>(ReadOnlySpan<T> values, T number, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = values[i] + number;
    }

    internal static void Sqrt<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = T.Sqrt(values[i]);
    }

    internal static void SqrtGradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = upstream[i] / (output[i] + output[i]);
    }

    internal static void Abs<T>(ReadOnlySpan<T> values, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = T.Abs(values[i]);
    }

    internal static void AbsGradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = values[i] > T.Zero ? upstream[i] : values[i] < T.Zero ? -upstream[i] : T.Zero;
    }

    internal static void LeakyRelu<T>(ReadOnlySpan<T> values, T slope, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = values[i] > T.Zero ? values[i] : values[i] * slope;
    }

    internal static void LeakyReluGradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T slope, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = values[i] > T.Zero ? upstream[i] : upstream[i] * slope;
    }

    internal static void Softplus<T>(ReadOnlySpan<T> values, T beta, T threshold, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var scaled = beta * values[i];
            // max(x, 0) + ln(1 + exp(−|x|)): the exponential cannot overflow.
            result[i] = scaled > threshold
                ? values[i]
                : (T.Max(scaled, T.Zero) + LogOfOnePlus(T.Exp(-T.Abs(scaled)))) / beta;
        }
    }

    internal static void SoftplusGradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T beta, T threshold, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var scaled = beta * values[i];
            var e = T.Exp(-T.Abs(scaled));
            var slope = (scaled > T.Zero ? T.One : e) / (T.One + e);
            result[i] = scaled > threshold ? upstream[i] : upstream[i] * slope;
        }
    }

    internal static void Clamp<T>(ReadOnlySpan<T> values, T low, T high, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            // NaN compares false, so it stays; where the bounds are the wrong way round the upper one wins.
            var raised = values[i] < low ? low : values[i];
            result[i] = raised > high ? high : raised;
        }
    }

    internal static void ClampGradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T low, T high, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = values[i] >= low && values[i] <= high ? upstream[i] : T.Zero;
    }

    internal static void Pow<T>(ReadOnlySpan<T> values, T exponent, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = Power(values[i], exponent);
    }

    internal static void PowGradient<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T exponent, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = T.IsZero(exponent) ? T.Zero : upstream[i] * (exponent * Power(values[i], exponent - T.One));
    }

    // ln(1 + x): the logarithm of the rounded sum, and what the rounding took. The runtime's LogP1 leaves that out.
    private static T LogOfOnePlus<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var sum = T.One + x;
        return T.Log(sum) + (x - (sum - T.One)) / sum;
    }

    // Powers of ±½ are roots also at −∞, where the general power is not.
    private static T Power<T>(T value, T exponent) where T : IFloatingPointIeee754<T>
    {
        var half = T.One / (T.One + T.One);
        if (exponent == half) return T.Sqrt(value);
        return exponent == -half ? T.One / T.Sqrt(value) : T.Pow(value, exponent);
    }
}
