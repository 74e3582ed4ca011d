// Copies of fewer elements than a register holds. Exact: values are moved, not computed.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/RecurrentBenchmarks.cs (hidden sizes that are no multiple of the width).
namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// Brings the last elements of rows, fewer than a register holds, into memory of whole registers and back, so that they are computed like
/// all others and get the same bits.
/// </summary>
internal static unsafe class RegisterRest<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Register k of the target starts with elements k · step … k · step + count − 1 of the source.</summary>
    internal static void Load(float* from, nint step, int count, int registers, float* to)
    {
        for (var register = 0; register < registers; register++, from += step, to += TLanes.Count)
            for (var lane = 0; lane < count; lane++) to[lane] = from[lane];
    }

    /// <summary>The reverse.</summary>
    internal static void Store(float* from, float* to, nint step, int count, int registers)
    {
        for (var register = 0; register < registers; register++, from += TLanes.Count, to += step)
            for (var lane = 0; lane < count; lane++) to[lane] = from[lane];
    }
}
