// Σ values[i] and Σ values[i]²
// Accumulation: within blocks of 1,024 elements one partial sum a lane, then the lanes pairwise; the blocks in double, in order. What does
// not fill a register at the end is added in double. Tolerance against reference: ε · 1024 / lanes, relative to Σ |values[i]|.
// A sum of squares that overflows a block's partial sums though no square does is added again in double.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/LossBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Sums of whole spans in registers of one width.</summary>
internal static unsafe class Totals<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Block = 1024;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Sum(ReadOnlySpan<float> values)
    {
        var total = 0.0;
        fixed (float* source = values)
        {
            var whole = values.Length / TLanes.Count * TLanes.Count;
            for (var start = 0; start < whole; start += Block)
            {
                var sums = TLanes.Zero;
                for (var i = start; i < Math.Min(start + Block, whole); i += TLanes.Count) sums += TLanes.Load(source + i);
                total += TLanes.Sum(sums);
            }
            for (var i = whole; i < values.Length; i++) total += source[i];
        }
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Squares(ReadOnlySpan<float> values)
    {
        var total = 0.0;
        fixed (float* source = values)
        {
            var whole = values.Length / TLanes.Count * TLanes.Count;
            for (var start = 0; start < whole; start += Block)
            {
                TLanes even = TLanes.Zero, odd = TLanes.Zero;
                var end = Math.Min(start + Block, whole);
                var i = start;
                for (; i <= end - 2 * TLanes.Count; i += 2 * TLanes.Count)
                {
                    TLanes first = TLanes.Load(source + i), second = TLanes.Load(source + i + TLanes.Count);
                    even = TLanes.MultiplyAdd(first, first, even);
                    odd = TLanes.MultiplyAdd(second, second, odd);
                }
                for (; i < end; i += TLanes.Count)
                {
                    var value = TLanes.Load(source + i);
                    even = TLanes.MultiplyAdd(value, value, even);
                }
                var sum = TLanes.Sum(even + odd);
                total += float.IsPositiveInfinity(sum) ? Reference.Totals.Squares(values[start..end]) : sum;
            }
            for (var i = whole; i < values.Length; i++) total += (double)source[i] * source[i];
        }
        return total;
    }
}
