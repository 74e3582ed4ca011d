// C[i, j] = epilogue(Σ over p of A[i, p] · B[p, j])
// Layout: A and B with one stride of 1 each, C row by row.
// Accumulation: p is cut into ⌈k / 400⌉ blocks of equal size (the last may be smaller). Within a block each element is one chain of fused
// multiply-adds from +0 over ascending p; the chains are added in ascending order to the old C, if it is accumulated into, or to the first
// chain; then the bias is added, then ReLU applied. Nothing else influences the bits: whichever way the loops run, whichever operand is
// packed or broadcast, every element takes these roundings in this order.
// Tolerance against the reference in double: (k + 2) · 2⁻²⁴ · (Σ |a||b| + |c| + |bias|).
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
using System.Diagnostics;
using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Matrix multiplication in registers of one width.</summary>
internal static unsafe class MatMul<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>1 MB: a larger result would leave the second-level cache before it is turned.</summary>
    private const int LargestTransposedResult = 1 << 18;

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
            // The stride of a dimension of size 1 is never used; 1 says that the other order of reading is free.
            Solve(new MatMulProblem
            {
                Rows = m, Columns = n, Depth = k,
                Left = left, LeftRow = m == 1 ? 1 : aRowStride, LeftStep = k <= 1 ? 1 : aColumnStride,
                Right = right, RightStep = k <= 1 ? 1 : bRowStride, RightColumn = n == 1 ? 1 : bColumnStride,
                Target = target, TargetRow = cRowStride,
                Bias = bias, Accumulate = epilogue.Accumulate, Relu = epilogue.Relu,
            });
        }
    }

    private static long Last(int rows, int rowStride, int columns, int columnStride) =>
        (rows - 1L) * rowStride + (columns - 1L) * columnStride;

    private static void Solve(in MatMulProblem problem)
    {
        var size = (long)problem.Rows * problem.Columns;
        if (size <= LargestTransposedResult && IsCheaperTransposed(problem)) SolveTransposed(problem);
        else MatMulBlocks<TLanes>.Solve(problem);
    }

    /// <summary>Computes Cᵀ = Bᵀ · Aᵀ beside C and turns it. The factors of each product change places, which changes no bit.</summary>
    private static void SolveTransposed(in MatMulProblem problem)
    {
        int rows = problem.Rows, columns = problem.Columns;
        var result = Workspace.Floats(WorkspacePurpose.MatMulResult, rows * columns);
        if (problem.Accumulate) Transposition.Copy(problem.Target, problem.TargetRow, result, rows, rows, columns);
        MatMulBlocks<TLanes>.Solve(problem.Transposed(result, rows));
        Transposition.Copy(result, rows, problem.Target, problem.TargetRow, columns, rows);
        if (problem.Bias != null || problem.Relu)
            MatMulEpilogues<TLanes>.Apply(problem.Target, problem.TargetRow, rows, columns, problem.Bias, problem.Relu);
    }

    private static bool IsCheaperTransposed(in MatMulProblem problem)
    {
        var turning = 0.5f * problem.Rows * problem.Columns * (problem.Accumulate ? 2 : 1);
        return Cost(problem.Transposed(null, 0)) + turning < Cost(problem);
    }

    /// <summary>
    /// Processor cycles by rule of thumb: two registers of products a cycle, where a tile of fewer than four rows waits for its own sums;
    /// turning an element while packing or storing takes half a cycle.
    /// </summary>
    private static float Cost(in MatMulProblem problem)
    {
        var strips = new MatMulStrips(problem.Rows, MatMulTiles<TLanes>.TallestOfTwo).Count;
        var registers = (problem.Columns + TLanes.Count - 1) / TLanes.Count;
        var products = 0.5f * registers * Math.Max(problem.Rows, 4 * strips);
        return problem.Depth * (products + (problem.RightColumn == 1 ? 0 : 0.5f * problem.Columns));
    }
}
