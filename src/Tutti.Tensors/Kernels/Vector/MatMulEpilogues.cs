// target[r, s] = ReLU(target[r, s] + bias[s]), each part if asked for.
// Elementwise, one rounding. Exactly the reference's values. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The last step of a matrix multiplication, applied while the tile is still in the first-level cache.</summary>
internal static unsafe class MatMulEpilogues<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Finishes the tile that a task has just stored.</summary>
    internal static void Apply(MatMulTileTask* task, int rows, int registers) =>
        Apply(task->Target, task->TargetRow, rows, registers * TLanes.Count, task->Bias, task->Relu);

    /// <summary>Finishes a block of any size; <paramref name="bias"/> may be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(float* target, nint targetRow, int rows, int columns, float* bias, bool relu)
    {
        for (; rows > 0; rows--, target += targetRow)
        {
            var s = 0;
            for (; s + TLanes.Count <= columns; s += TLanes.Count)
            {
                var value = TLanes.Load(target + s);
                if (bias != null) value += TLanes.Load(bias + s);
                if (relu) value = TLanes.Select(TLanes.GreaterThan(TLanes.Zero, value), TLanes.Zero, value);
                value.Store(target + s);
            }
            for (; s < columns; s++)
            {
                var value = bias != null ? target[s] + bias[s] : target[s];
                target[s] = relu && value < 0 ? 0 : value;
            }
        }
    }
}
