// indices[row] = the column of the largest sign · values[row, column], and the same for columns: see KernelSet.Reductions.cs.
// Exact: comparisons only. Rows: first the largest number, then where it stands first; columns carry the row's number in a register.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ReductionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Where the extrema of the rows or columns of a matrix are.</summary>
internal static unsafe class Extrema<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    // Registers that are searched before the first look at what was found.
    private const int SearchedAtOnce = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfRows(ReadOnlySpan<float> values, int rows, int columns, float sign, Span<long> indices)
    {
        fixed (float* first = values)
            for (var row = 0; row < rows; row++)
            {
                var source = first + (long)row * columns;
                if (columns < 2 * TLanes.Count) indices[row] = FindAmongFew(source, columns, sign);
                else indices[row] = Find(source, columns, sign, Largest(source, columns, sign));
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfColumns(ReadOnlySpan<float> values, int rows, int columns, int rowStride, float sign, Span<long> indices)
    {
        var places = stackalloc float[TLanes.Count];
        fixed (float* source = values)
        {
            var column = 0;
            for (; column <= columns - TLanes.Count; column += TLanes.Count)
            {
                Strip(source + column, rows, rowStride, sign).Store(places);
                for (var lane = 0; lane < TLanes.Count; lane++) indices[column + lane] = (long)places[lane];
            }
            for (; column < columns; column++)
            {
                var (place, best) = (0, source[column] * sign);
                for (var row = 1; row < rows; row++)
                {
                    var value = source[(long)row * rowStride + column] * sign;
                    if (Reference.Reductions.Beats(value, best)) (place, best) = (row, value);
                }
                indices[column] = place;
            }
        }
    }

    // The row of each lane's largest number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Strip(float* source, int rows, int rowStride, float sign)
    {
        var factor = TLanes.Broadcast(sign);
        var best = TLanes.Load(source) * factor;
        var places = TLanes.Zero;
        for (var row = 1; row < rows; row++)
        {
            var value = TLanes.Load(source + (long)row * rowStride) * factor;
            // A NaN that is there stays: only it differs from itself.
            var isBetter = TLanes.Select(TLanes.Equals(best, best), TLanes.GreaterOrNaN(value, best), TLanes.Zero);
            best = TLanes.Select(isBetter, value, best);
            places = TLanes.Select(isBetter, TLanes.Broadcast(row), places);
        }
        return places;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FindAmongFew(float* source, int count, float sign)
    {
        var (place, best) = (0, source[0] * sign);
        for (var i = 1; i < count; i++)
        {
            var value = source[i] * sign;
            // Not less and not equal is greater or NaN; nothing takes the place of a NaN.
            if (value <= best || float.IsNaN(best)) continue;
            (place, best) = (i, value);
        }
        return place;
    }

    // NaN if there is one. At least two registers of elements; the last ones overlap those before, which does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(float* source, int count, float sign)
    {
        var factor = TLanes.Broadcast(sign);
        TLanes a = TLanes.Load(source) * factor, b = TLanes.Load(source + TLanes.Count) * factor;
        var i = 2 * TLanes.Count;
        for (; i <= count - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            a = Larger(TLanes.Load(source + i) * factor, a);
            b = Larger(TLanes.Load(source + i + TLanes.Count) * factor, b);
        }
        a = Larger(TLanes.Load(source + count - 2 * TLanes.Count) * factor, a);
        b = Larger(TLanes.Load(source + count - TLanes.Count) * factor, b);
        var lanes = stackalloc float[TLanes.Count];
        Larger(a, b).Store(lanes);
        var largest = lanes[0];
        for (var lane = 1; lane < TLanes.Count; lane++)
            if (Reference.Reductions.Beats(lanes[lane], largest)) largest = lanes[lane];
        return largest;
    }

    // A NaN wins: on the left it is taken, on the right nothing is greater than it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Larger(TLanes left, TLanes right) => TLanes.Select(TLanes.GreaterOrNaN(left, right), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(float* source, int count, float sign, float wanted)
    {
        var start = 0;
        // Counts hits in blocks; NaN equals nothing, so it is searched one by one.
        var (one, number) = (TLanes.Broadcast(1), TLanes.Broadcast(wanted * sign));
        for (; !float.IsNaN(wanted) && start <= count - SearchedAtOnce * TLanes.Count; start += SearchedAtOnce * TLanes.Count)
        {
            var hits = TLanes.Zero;
            for (var i = start; i < start + SearchedAtOnce * TLanes.Count; i += TLanes.Count)
                hits += TLanes.Select(TLanes.Equals(TLanes.Load(source + i), number), one, TLanes.Zero);
            if (TLanes.Sum(hits) > 0) break;
        }
        while (source[start] * sign != wanted && !(float.IsNaN(source[start]) && float.IsNaN(wanted))) start++;
        return start;
    }
}
