// Σ (left[i] − right[i])²
// Accumulation: within blocks of 1,024 elements one partial sum a lane, then the lanes pairwise; the blocks in double, in order. What does
// not fill a register at the end is added in double. Tolerance against reference: ε · 1024 / lanes, relative.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ElementwiseBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The sum of squared differences in registers of one width.</summary>
internal static unsafe class SumOfSquares<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Block = 1024;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double OfDifferences(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var total = 0.0;
        fixed (float* a = left, b = right)
        {
            var whole = left.Length / TLanes.Count * TLanes.Count;
            for (var start = 0; start < whole; start += Block)
            {
                var sums = TLanes.Zero;
                for (var i = start; i < Math.Min(start + Block, whole); i += TLanes.Count)
                {
                    var difference = TLanes.Load(a + i) - TLanes.Load(b + i);
                    sums = TLanes.MultiplyAdd(difference, difference, sums);
                }
                total += TLanes.Sum(sums);
            }
            for (var i = whole; i < left.Length; i++)
            {
                double difference = a[i] - b[i];
                total += difference * difference;
            }
        }
        return total;
    }
}
