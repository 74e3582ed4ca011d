using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>What the gradient of a linear layer needs beside products. Sums run in row order.</summary>
internal static class Linear
{
    internal static void SumRows<T>(ReadOnlySpan<T> values, Span<T> sums, bool accumulate) where T : INumber<T>
    {
        if (!accumulate) sums.Clear();
        if (sums.IsEmpty) return;
        for (var row = 0; row < values.Length / sums.Length; row++)
            for (var column = 0; column < sums.Length; column++)
                sums[column] += values[row * sums.Length + column];
    }

    internal static void MaskByPositive<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> upstreams, Span<T> gradients) where T : INumber<T>
    {
        for (var i = 0; i < gradients.Length; i++) gradients[i] = outputs[i] > T.Zero ? upstreams[i] : T.Zero;
    }
}
