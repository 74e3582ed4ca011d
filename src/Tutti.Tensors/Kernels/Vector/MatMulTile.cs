// D[r, s] = epilogue(Σ over p of Left[r, p] · Right[p, s]) for one tile of R rows by 1 or 2 registers of columns.
// Layout: Left at any strides, one broadcast a row and p; Right rows of registers, RightStep apart; D row by row.
// Accumulation: each element is one chain of fused multiply-adds from +0 over ascending p, then, if asked for, old D + chain, + bias, ReLU.
// Tolerance against the reference: see MatMul.cs. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
//
// All accumulators stay in registers: 6 rows × 2 registers fill the 16 registers of 128- and 256-bit sets (12 accumulators, 2 of Right,
// 1 broadcast), 12 × 2 the 32 of AVX-512. At least 8 chains are needed to hide the latency of the multiply-add (4 cycles, 2 a cycle),
// hence up to 12 rows where a tile is one register wide. The counts are types, so that the runtime compiles each tile without dead rows.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The inner loop of matrix multiplication for one tile shape.</summary>
internal static unsafe class MatMulTile<TLanes, TRows, TRegisters>
    where TLanes : unmanaged, ILanes<TLanes>
    where TRows : struct, ICount
    where TRegisters : struct, ICount
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
        for (var depth = task->Depth; depth != 0; depth--)
        {
            var x = TLanes.Load((float*)right);
            var y = TRegisters.Value > 1 ? TLanes.Load((float*)right + TLanes.Count) : TLanes.Zero;
            Row(TLanes.Broadcast(*(float*)left0), x, y, ref c0x, ref c0y);
            if (TRows.Value > 1) Row(TLanes.Broadcast(*(float*)(left0 + row)), x, y, ref c1x, ref c1y);
            if (TRows.Value > 2) Row(TLanes.Broadcast(*(float*)(left0 + 2 * row)), x, y, ref c2x, ref c2y);
            if (TRows.Value > 3) Row(TLanes.Broadcast(*(float*)left3), x, y, ref c3x, ref c3y);
            if (TRows.Value > 4) Row(TLanes.Broadcast(*(float*)(left3 + row)), x, y, ref c4x, ref c4y);
            if (TRows.Value > 5) Row(TLanes.Broadcast(*(float*)(left3 + 2 * row)), x, y, ref c5x, ref c5y);
            if (TRows.Value > 6) Row(TLanes.Broadcast(*(float*)left6), x, y, ref c6x, ref c6y);
            if (TRows.Value > 7) Row(TLanes.Broadcast(*(float*)(left6 + row)), x, y, ref c7x, ref c7y);
            if (TRows.Value > 8) Row(TLanes.Broadcast(*(float*)(left6 + 2 * row)), x, y, ref c8x, ref c8y);
            if (TRows.Value > 9) Row(TLanes.Broadcast(*(float*)left9), x, y, ref c9x, ref c9y);
            if (TRows.Value > 10) Row(TLanes.Broadcast(*(float*)(left9 + row)), x, y, ref c10x, ref c10y);
            if (TRows.Value > 11) Row(TLanes.Broadcast(*(float*)(left9 + 2 * row)), x, y, ref c11x, ref c11y);
            left0 += step;
            if (TRows.Value > 3) left3 += step;
            if (TRows.Value > 6) left6 += step;
            if (TRows.Value > 9) left9 += step;
            right += rightStep;
        }
        var target = task->Target;
        Write(task, target, c0x, c0y);
        if (TRows.Value > 1) Write(task, target += task->TargetRow, c1x, c1y);
        if (TRows.Value > 2) Write(task, target += task->TargetRow, c2x, c2y);
        if (TRows.Value > 3) Write(task, target += task->TargetRow, c3x, c3y);
        if (TRows.Value > 4) Write(task, target += task->TargetRow, c4x, c4y);
        if (TRows.Value > 5) Write(task, target += task->TargetRow, c5x, c5y);
        if (TRows.Value > 6) Write(task, target += task->TargetRow, c6x, c6y);
        if (TRows.Value > 7) Write(task, target += task->TargetRow, c7x, c7y);
        if (TRows.Value > 8) Write(task, target += task->TargetRow, c8x, c8y);
        if (TRows.Value > 9) Write(task, target += task->TargetRow, c9x, c9y);
        if (TRows.Value > 10) Write(task, target += task->TargetRow, c10x, c10y);
        if (TRows.Value > 11) Write(task, target += task->TargetRow, c11x, c11y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(TLanes left, TLanes x, TLanes y, ref TLanes sumX, ref TLanes sumY)
    {
        sumX.AddProduct(left, x);
        if (TRegisters.Value > 1) sumY.AddProduct(left, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(MatMulTileTask* task, float* target, TLanes x, TLanes y)
    {
        if (task->Accumulate)
        {
            x = TLanes.Load(target) + x;
            if (TRegisters.Value > 1) y = TLanes.Load(target + TLanes.Count) + y;
        }
        if (task->Bias != null)
        {
            x += TLanes.Load(task->Bias);
            if (TRegisters.Value > 1) y += TLanes.Load(task->Bias + TLanes.Count);
        }
        if (task->Relu)
        {
            x = TLanes.Select(TLanes.GreaterThan(TLanes.Zero, x), TLanes.Zero, x);
            if (TRegisters.Value > 1) y = TLanes.Select(TLanes.GreaterThan(TLanes.Zero, y), TLanes.Zero, y);
        }
        x.Store(target);
        if (TRegisters.Value > 1) y.Store(target + TLanes.Count);
    }
}
