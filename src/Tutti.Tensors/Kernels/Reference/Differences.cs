using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>What squared-error losses are made of.</summary>
internal static class Differences
{
    internal static void Squares<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var difference = left[i] - right[i];
            result[i] = difference * difference;
        }
    }

    internal static double SumOfSquares<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right) where T : IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = double.CreateTruncating(left[i] - right[i]);
            sum += difference * difference;
        }
        return sum;
    }

    internal static void Scaled<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < result.Length; i++) result[i] = factor * (left[i] - right[i]);
    }
}
