// Accumulation: p ascending, product and sum each rounded.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>A matrix times one column; see KernelSet.RowProducts.cs.</summary>
internal static class RowProducts
{
    internal static void Run<T>(ReadOnlySpan<T> rows, int rowStep, int count, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue,
        Span<T> result, int resultStep) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i++)
        {
            var sum = T.Zero;
            for (var p = 0; p < weights.Length; p++) sum += rows[i * rowStep + p] * weights[p];
            if (!epilogue.Bias.IsEmpty) sum += epilogue.Bias[0];
            result[i * resultStep] = epilogue.Relu && sum < T.Zero ? T.Zero : sum;
        }
    }
}
