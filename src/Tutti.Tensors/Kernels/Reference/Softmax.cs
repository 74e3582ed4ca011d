// Accumulation: columns ascending, in the element type.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Softmax and its logarithm over rows, and their gradients.</summary>
internal static class Softmax
{
    internal static void Run<T>(ReadOnlySpan<T> values, int columns, Span<T> result, Span<T> maxima, Span<T> logSums)
        where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < result.Length; start += columns)
        {
            var row = values.Slice(start, columns);
            var target = result.Slice(start, columns);
            var largest = Largest(row);
            var sum = T.Zero;
            for (var i = 0; i < columns; i++) sum += target[i] = T.Exp(row[i] - largest);
            for (var i = 0; i < columns; i++) target[i] /= sum;
            if (!maxima.IsEmpty) maxima[start / columns] = largest;
            if (!logSums.IsEmpty) logSums[start / columns] = T.Log(sum);
        }
    }

    internal static void RunLog<T>(ReadOnlySpan<T> values, int columns, Span<T> result) where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < result.Length; start += columns)
        {
            var row = values.Slice(start, columns);
            var largest = Largest(row);
            var sum = T.Zero;
            foreach (var value in row) sum += T.Exp(value - largest);
            var logSum = T.Log(sum);
            for (var i = 0; i < columns; i++) result[start + i] = row[i] - largest - logSum;
        }
    }

    internal static void Gradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < result.Length; start += columns)
        {
            var sum = T.Zero;
            for (var i = start; i < start + columns; i++) sum += upstream[i] * output[i];
            for (var i = start; i < start + columns; i++) result[i] = output[i] * (upstream[i] - sum);
        }
    }

    internal static void LogGradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < result.Length; start += columns)
        {
            var sum = T.Zero;
            for (var i = start; i < start + columns; i++) sum += upstream[i];
            for (var i = start; i < start + columns; i++) result[i] = upstream[i] - T.Exp(output[i]) * sum;
        }
    }

    private static T Largest<T>(ReadOnlySpan<T> row) where T : IFloatingPointIeee754<T>
    {
        var largest = T.NegativeInfinity;
        foreach (var value in row) largest = T.Max(largest, value);
        return largest;
    }
}
