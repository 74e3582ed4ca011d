// C[i, j] = epilogue(Σ over p of A[i, p] · B[p, j])
// Layout: A and B at any strides, C row by row. Accumulation: p ascending, product and sum each rounded.
// This is the specification; nothing about it is fast. See KernelSet.MatMul.cs for the contract.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Matrix multiplication in plain loops.</summary>
internal static class MatMul
{
    internal static void Run<T>(
        int m, int n, int k,
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride,
        ReadOnlySpan<T> b, int bRowStride, int bColumnStride,
        Span<T> c, int cRowStride,
        MatMulEpilogue<T> epilogue) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = T.Zero;
                for (var p = 0; p < k; p++)
                    sum += a[i * aRowStride + p * aColumnStride] * b[p * bRowStride + j * bColumnStride];
                ref var target = ref c[i * cRowStride + j];
                target = Finish(sum, target, j, epilogue);
            }
        }
    }

    private static T Finish<T>(T sum, T old, int column, MatMulEpilogue<T> epilogue) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (epilogue.Accumulate) sum = old + sum;
        if (!epilogue.Bias.IsEmpty) sum += epilogue.Bias[column];
        return epilogue.Relu && sum < T.Zero ? T.Zero : sum;
    }
}
