// sums[j] = Σ over rows of values[row, j]: see KernelSet.Windows.cs.
// Accumulation: as the reference, so the bits are the same: blocks of 256 rows in float, rows ascending; the blocks in double.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Sums over the rows of a matrix in registers of one width.</summary>
internal static unsafe class ColumnSums<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<float> values, int rows, int rowStride, bool accumulate, Span<float> sums)
    {
        var block = stackalloc float[4 * TLanes.Count];
        var totals = stackalloc double[4 * TLanes.Count];
        fixed (float* source = values, target = sums)
        {
            var column = 0;
            // Four registers side by side: their additions do not wait for one another.
            for (; column <= sums.Length - 4 * TLanes.Count; column += 4 * TLanes.Count)
            {
                for (var lane = 0; lane < 4 * TLanes.Count; lane++) totals[lane] = accumulate ? target[column + lane] : 0;
                for (var start = 0; start < rows; start += Reference.ColumnSums.Block)
                {
                    TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
                    var end = Math.Min(start + Reference.ColumnSums.Block, rows);
                    var from = source + (long)start * rowStride + column;
                    for (var row = start; row < end; row++, from += rowStride)
                    {
                        a += TLanes.Load(from);
                        b += TLanes.Load(from + TLanes.Count);
                        c += TLanes.Load(from + 2 * TLanes.Count);
                        d += TLanes.Load(from + 3 * TLanes.Count);
                    }
                    a.Store(block);
                    b.Store(block + TLanes.Count);
                    c.Store(block + 2 * TLanes.Count);
                    d.Store(block + 3 * TLanes.Count);
                    for (var lane = 0; lane < 4 * TLanes.Count; lane++) totals[lane] += block[lane];
                }
                for (var lane = 0; lane < 4 * TLanes.Count; lane++) target[column + lane] = (float)totals[lane];
            }
            for (; column < sums.Length; column += TLanes.Count)
                Few(source + column, rows, rowStride, values.Length - column, Math.Min(TLanes.Count, sums.Length - column), accumulate,
                    target + column);
        }
    }

    // At most as many columns as lanes. Rows are loaded whole; what lies beyond the columns is ignored.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Few(float* source, int rows, int rowStride, int length, int columns, bool accumulate, float* target)
    {
        var block = stackalloc float[TLanes.Count];
        var totals = stackalloc double[TLanes.Count];
        for (var lane = 0; lane < columns; lane++) totals[lane] = accumulate ? target[lane] : 0;
        // The last rows may end where the memory does.
        var wholeRows = length < TLanes.Count ? 0 : Math.Min(rows, (length - TLanes.Count) / Math.Max(1, rowStride) + 1);
        for (var start = 0; start < rows; start += Reference.ColumnSums.Block)
        {
            var end = Math.Min(start + Reference.ColumnSums.Block, rows);
            var sum = TLanes.Zero;
            var row = start;
            for (; row < Math.Min(end, wholeRows); row++) sum += TLanes.Load(source + (long)row * rowStride);
            sum.Store(block);
            for (; row < end; row++)
                for (var lane = 0; lane < columns; lane++) block[lane] += source[(long)row * rowStride + lane];
            for (var lane = 0; lane < columns; lane++) totals[lane] += block[lane];
        }
        for (var lane = 0; lane < columns; lane++) target[lane] = (float)totals[lane];
    }
}
