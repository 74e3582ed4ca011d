using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Elementwise arithmetic: each result is rounded once, so every faster kernel must give the same bits.</summary>
internal static class Arithmetic
{
    internal static void Add<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : INumber<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = left[i] + right[i];
    }

    internal static void Subtract<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : INumber<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = left[i] - right[i];
    }

    internal static void Multiply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : INumber<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = left[i] * right[i];
    }

    internal static void Divide<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : INumber<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = left[i] / right[i];
    }

    internal static void Scale<T>(ReadOnlySpan<T> values, T factor, Span<T> result) where T : INumber<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = values[i] * factor;
    }
}
