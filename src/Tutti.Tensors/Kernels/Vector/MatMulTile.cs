// D[r, s] = epilogue(Σ over p of Left[r, p] · Right[p, s]) for one tile of R rows by 1 or 2 registers of columns.
// Layout: Left at any strides, one broadcast a row and p; Right rows of registers, RightStep apart; D row by row.
// Accumulation: each element is one chain of fused multiply-adds from +0 over ascending p, then, if asked for, old D + chain, + bias, ReLU.
// Tolerance against the reference: see MatMul.cs. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
//
// All accumulators stay in registers: 6 rows × 2 registers fill the 16 registers of 128- and 256-bit sets (12 accumulators, 2 of Right,
// 1 broadcast), 12 × 2 the 32 of AVX-512. At least 8 chains are needed to hide the latency of the multiply-add (4 cycles, 2 a cycle),
// hence up to 12 rows where a tile is one register wide.
// The numbers of rows and registers are the sizes of types: the runtime folds sizeof while it reads the code, so that it does not even
// look at the rows a tile does not have. A constant property instead costs three times the compilation (15 ms) when a tile is first used.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The inner loop of matrix multiplication for one tile shape.</summary>
internal static unsafe class MatMulTile<TLanes, TRows, TRegisters>
    where TLanes : unmanaged, ILanes<TLanes>
    where TRows : unmanaged
    where TRegisters : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compute(MatMulTileTask* task)
    {
        TLanes c0x = TLanes.Zero, c0y = TLanes.Zero, c1x = TLanes.Zero, c1y = TLanes.Zero;
        TLanes c2x = TLanes.Zero, c2y = TLanes.Zero, c3x = TLanes.Zero, c3y = TLanes.Zero;
        TLanes c4x = TLanes.Zero, c4y = TLanes.Zero, c5x = TLanes.Zero, c5y = TLanes.Zero;
        TLanes c6x = TLanes.Zero, c6y = TLanes.Zero, c7x = TLanes.Zero, c7y = TLanes.Zero;
        TLanes c8x = TLanes.Zero, c8y = TLanes.Zero, c9x = TLanes.Zero, c9y = TLanes.Zero;
        TLanes c10x = TLanes.Zero, c10y = TLanes.Zero, c11x = TLanes.Zero, c11y = TLanes.Zero;
        // Counted in bytes, so that the loop needs no multiplications.
        nint row = sizeof(float) * task->LeftRow, step = sizeof(float) * task->LeftStep, rightStep = sizeof(float) * task->RightStep;
        var left0 = (byte*)task->Left;
        var left3 = left0 + 3 * row;
        var left6 = left3 + 3 * row;
        var left9 = left6 + 3 * row;
        var right = (byte*)task->Right;
        PrefetchTarget(task->Target, task->TargetRow);
        for (var depth = task->Depth; depth != 0; depth--)
        {
            var x = TLanes.Load((float*)right);
            var y = sizeof(TRegisters) > 1 ? TLanes.Load((float*)right + TLanes.Count) : TLanes.Zero;
            Row(TLanes.Broadcast(*(float*)left0), x, y, ref c0x, ref c0y);
            if (sizeof(TRows) > 1) Row(TLanes.Broadcast(*(float*)(left0 + row)), x, y, ref c1x, ref c1y);
            if (sizeof(TRows) > 2) Row(TLanes.Broadcast(*(float*)(left0 + 2 * row)), x, y, ref c2x, ref c2y);
            if (sizeof(TRows) > 3) Row(TLanes.Broadcast(*(float*)left3), x, y, ref c3x, ref c3y);
            if (sizeof(TRows) > 4) Row(TLanes.Broadcast(*(float*)(left3 + row)), x, y, ref c4x, ref c4y);
            if (sizeof(TRows) > 5) Row(TLanes.Broadcast(*(float*)(left3 + 2 * row)), x, y, ref c5x, ref c5y);
            if (sizeof(TRows) > 6) Row(TLanes.Broadcast(*(float*)left6), x, y, ref c6x, ref c6y);
            if (sizeof(TRows) > 7) Row(TLanes.Broadcast(*(float*)(left6 + row)), x, y, ref c7x, ref c7y);
            if (sizeof(TRows) > 8) Row(TLanes.Broadcast(*(float*)(left6 + 2 * row)), x, y, ref c8x, ref c8y);
            if (sizeof(TRows) > 9) Row(TLanes.Broadcast(*(float*)left9), x, y, ref c9x, ref c9y);
            if (sizeof(TRows) > 10) Row(TLanes.Broadcast(*(float*)(left9 + row)), x, y, ref c10x, ref c10y);
            if (sizeof(TRows) > 11) Row(TLanes.Broadcast(*(float*)(left9 + 2 * row)), x, y, ref c11x, ref c11y);
            left0 += step;
            if (sizeof(TRows) > 3) left3 += step;
            if (sizeof(TRows) > 6) left6 += step;
            if (sizeof(TRows) > 9) left9 += step;
            right += rightStep;
        }
        var target = task->Target;
        Write(task, target, c0x, c0y);
        if (sizeof(TRows) > 1) Write(task, target += task->TargetRow, c1x, c1y);
        if (sizeof(TRows) > 2) Write(task, target += task->TargetRow, c2x, c2y);
        if (sizeof(TRows) > 3) Write(task, target += task->TargetRow, c3x, c3y);
        if (sizeof(TRows) > 4) Write(task, target += task->TargetRow, c4x, c4y);
        if (sizeof(TRows) > 5) Write(task, target += task->TargetRow, c5x, c5y);
        if (sizeof(TRows) > 6) Write(task, target += task->TargetRow, c6x, c6y);
        if (sizeof(TRows) > 7) Write(task, target += task->TargetRow, c7x, c7y);
        if (sizeof(TRows) > 8) Write(task, target += task->TargetRow, c8x, c8y);
        if (sizeof(TRows) > 9) Write(task, target += task->TargetRow, c9x, c9y);
        if (sizeof(TRows) > 10) Write(task, target += task->TargetRow, c10x, c10y);
        if (sizeof(TRows) > 11) Write(task, target += task->TargetRow, c11x, c11y);
        if (task->Bias != null || task->Relu) MatMulEpilogues<TLanes>.Apply(task, sizeof(TRows), sizeof(TRegisters));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTarget(float* target, nint row)
    {
        // Where the result does not fit the second-level cache (512³ and up) this gains 6 to 8 %. There is no portable prefetch.
        if (!Sse.IsSupported) return;
        for (var r = 0; r < sizeof(TRows); r++, target += row) Sse.Prefetch0(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(TLanes left, TLanes x, TLanes y, ref TLanes sumX, ref TLanes sumY)
    {
        sumX.AddProduct(left, x);
        if (sizeof(TRegisters) > 1) sumY.AddProduct(left, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(MatMulTileTask* task, float* target, TLanes x, TLanes y)
    {
        if (task->Accumulate)
        {
            x = TLanes.Load(target) + x;
            if (sizeof(TRegisters) > 1) y = TLanes.Load(target + TLanes.Count) + y;
        }
        x.Store(target);
        if (sizeof(TRegisters) > 1) y.Store(target + TLanes.Count);
    }
}
