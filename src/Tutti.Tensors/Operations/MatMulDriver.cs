using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Matrix multiplication on the calling thread's <see cref="ComputeThreads"/>. C is cut along its larger dimension; a kernel's bits do not
/// depend on how C is cut, so they are the same for any number of threads.
/// </summary>
internal static class MatMulDriver
{
    /// <summary>The multiplications worth a thread: 10 to 20 µs of work, several times what starting and joining a part takes.</summary>
    private const long MultiplicationsPerThread = 1 << 19;

    /// <summary>Columns are cut at multiples of this, which is whole registers and panels of every kernel set.</summary>
    private const int ColumnUnit = 32;

    /// <summary>See <see cref="KernelSet{T}.MatMul"/>.</summary>
    internal static void Run<T>(
        KernelSet<T> kernels,
        int m, int n, int k,
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride,
        ReadOnlySpan<T> b, int bRowStride, int bColumnStride,
        Span<T> c, int cRowStride,
        MatMulEpilogue<T> epilogue) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0) return;
        var cutRows = m >= n;
        var units = cutRows ? m : (n + ColumnUnit - 1) / ColumnUnit;
        var perUnit = Math.Max(1, (long)k * (cutRows ? n : (long)m * ColumnUnit));
        var grain = (int)Math.Min(int.MaxValue, (MultiplicationsPerThread + perUnit - 1) / perUnit);
        ParallelRange.Run(units, grain, new Body<T>
        {
            Kernels = kernels, CutRows = cutRows, M = m, N = n, K = k,
            A = a, ARowStride = aRowStride, AColumnStride = aColumnStride,
            B = b, BRowStride = bRowStride, BColumnStride = bColumnStride,
            C = c, CRowStride = cRowStride, Epilogue = epilogue,
        });
    }

    private ref struct Body<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public KernelSet<T> Kernels;
        public bool CutRows;
        public int M, N, K, ARowStride, AColumnStride, BRowStride, BColumnStride, CRowStride;
        public ReadOnlySpan<T> A, B;
        public Span<T> C;
        public MatMulEpilogue<T> Epilogue;

        public readonly void Run(int start, int end)
        {
            if (CutRows)
            {
                Kernels.MatMul(
                    end - start, N, K, From(A, start * ARowStride), ARowStride, AColumnStride, B, BRowStride, BColumnStride,
                    C[(start * CRowStride)..], CRowStride, Epilogue);
                return;
            }
            var column = start * ColumnUnit;
            var columns = Math.Min(N, end * ColumnUnit) - column;
            Kernels.MatMul(
                M, columns, K, A, ARowStride, AColumnStride, From(B, column * BColumnStride), BRowStride, BColumnStride,
                C[column..], CRowStride, Epilogue.Columns(column, columns));
        }

        // With k = 0 an operand has no elements to start from.
        private readonly ReadOnlySpan<T> From(ReadOnlySpan<T> operand, int offset) => K == 0 ? operand : operand[offset..];
    }
}
