// C[i, j] = epilogue(Σ over p of A[i, p] · B[p, j])
using System.Diagnostics;
using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Matrix multiplication in registers of one width.</summary>
internal static unsafe class MatMul<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Run(
        int m, int n, int k,
        ReadOnlySpan<float> a, int aRowStride, int aColumnStride,
        ReadOnlySpan<float> b, int bRowStride, int bColumnStride,
        Span<float> c, int cRowStride,
        MatMulEpilogue<float> epilogue)
    {
        if (m == 0 || n == 0) return;
        Debug.Assert(k == 0 || Last(m, aRowStride, k, aColumnStride) < a.Length, "MatMul: A is shorter than its sizes and strides say.");
        Debug.Assert(k == 0 || Last(k, bRowStride, n, bColumnStride) < b.Length, "MatMul: B is shorter than its sizes and strides say.");
        Debug.Assert(Last(m, cRowStride, n, 1) < c.Length, "MatMul: C is shorter than its sizes and strides say.");
        Debug.Assert(epilogue.Bias.IsEmpty || epilogue.Bias.Length >= n, "MatMul: the bias has fewer values than C columns.");
        fixed (float* left = a, right = b, target = c, bias = epilogue.Bias)
        {
            Solve(new MatMulProblem
            {
                Rows = m, Columns = n, Depth = k,
                Left = left, LeftRow = aRowStride, LeftStep = aColumnStride,
                Right = right, RightStep = bRowStride, RightColumn = bColumnStride,
                Target = target, TargetRow = cRowStride,
                Bias = bias, Accumulate = epilogue.Accumulate, Relu = epilogue.Relu,
            });
        }
    }

    private static void Solve(in MatMulProblem problem)
    {
        MatMulBlocks<TLanes>.Solve(problem, packLeft: problem.LeftStep != 1, packRight: problem.RightColumn != 1 || problem.Rows > 96);
    }

    private static long Last(int rows, int rowStride, int columns, int columnStride) => (rows - 1L) * rowStride + (columns - 1L) * columnStride;
}
