// The formulas of KernelSet.BatchNormalization.cs for at least as many columns as lanes. The last register of a row overlaps the one before
// it, so that no column is left over; what is computed twice is the same both times.
// Accumulation: rows ascending, one lane a column, means as differences from the first row; squares and products are added with one
// rounding. Statistics go down four registers of columns at a time: their additions do not wait for one another, and the second pass finds
// the block in the cache.
// Tolerance against reference: ε · rows, relative to the sum of absolute terms; 4 ε of the largest term where nothing is summed.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/BatchNormalizationBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Statistics of columns and their use in registers of one width.</summary>
internal static unsafe class BatchNormalization<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Moments(ReadOnlySpan<float> values, Span<float> means, Span<float> squares)
    {
        Debug.Assert(squares.Length == means.Length && values.Length % means.Length == 0, "ColumnMoments: the rows are not whole.");
        var columns = means.Length;
        var rows = values.Length / columns;
        fixed (float* source = values, mean = means, square = squares)
        {
            var column = 0;
            for (; column <= columns - 4 * TLanes.Count; column += 4 * TLanes.Count)
                FourMoments(source + column, rows, columns, mean + column, square + column);
            for (; column < columns; column += TLanes.Count)
            {
                var at = Math.Min(column, columns - TLanes.Count);
                OneMoment(source + at, rows, columns, mean + at, square + at);
            }
        }
    }

    internal static void Products(
        ReadOnlySpan<float> upstream, ReadOnlySpan<float> values, ReadOnlySpan<float> centers, Span<float> sums, Span<float> products)
    {
        Debug.Assert(upstream.Length == values.Length && values.Length % centers.Length == 0, "ColumnProducts: the rows are not whole.");
        var columns = centers.Length;
        var rows = values.Length / columns;
        fixed (float* g = upstream, x = values, center = centers, sum = sums, product = products)
        {
            var column = 0;
            for (; column <= columns - 2 * TLanes.Count; column += 2 * TLanes.Count)
                TwoProducts(g + column, x + column, rows, columns, center + column, sum + column, product + column);
            for (; column < columns; column += TLanes.Count)
            {
                var at = Math.Min(column, columns - TLanes.Count);
                OneProduct(g + at, x + at, rows, columns, center + at, sum + at, product + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalize(ReadOnlySpan<float> values, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales,
        ReadOnlySpan<float> shifts, Span<float> result)
    {
        Debug.Assert(!values.Overlaps(result), "NormalizeColumns: the result is the operand.");
        var columns = centers.Length;
        var last = columns - TLanes.Count;
        fixed (float* source = values, center = centers, scale = scales, shift = shifts, target = result)
        {
            for (var row = 0; row < result.Length; row += columns)
            {
                float* x = source + row, y = target + row;
                for (var i = 0; ; i = Math.Min(i + TLanes.Count, last))
                {
                    var deviation = TLanes.Load(x + i) - TLanes.Load(center + i);
                    TLanes.MultiplyAdd(deviation, TLanes.Load(scale + i), TLanes.Load(shift + i)).Store(y + i);
                    if (i == last) break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(ReadOnlySpan<float> upstream, ReadOnlySpan<float> values, ReadOnlySpan<float> centers,
        ReadOnlySpan<float> scales, ReadOnlySpan<float> slopes, ReadOnlySpan<float> shifts, Span<float> result)
    {
        Debug.Assert(!values.Overlaps(result) && !upstream.Overlaps(result), "NormalizationGradient: the result is an operand.");
        var columns = centers.Length;
        var last = columns - TLanes.Count;
        fixed (float* gs = upstream, xs = values, center = centers, scale = scales, slope = slopes, shift = shifts, target = result)
        {
            for (var row = 0; row < result.Length; row += columns)
            {
                float* g = gs + row, x = xs + row, y = target + row;
                for (var i = 0; ; i = Math.Min(i + TLanes.Count, last))
                {
                    var sum = TLanes.MultiplyAdd(TLanes.Load(scale + i), TLanes.Load(g + i), TLanes.Load(shift + i));
                    TLanes.MultiplyAdd(TLanes.Load(slope + i), TLanes.Load(x + i) - TLanes.Load(center + i), sum).Store(y + i);
                    if (i == last) break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourMoments(float* source, int rows, int columns, float* means, float* squares)
    {
        TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
        TLanes e = TLanes.Load(source), f = TLanes.Load(source + TLanes.Count);
        TLanes g = TLanes.Load(source + 2 * TLanes.Count), h = TLanes.Load(source + 3 * TLanes.Count);
        var from = source;
        for (var row = 0; row < rows; row++, from += columns)
        {
            a += TLanes.Load(from) - e;
            b += TLanes.Load(from + TLanes.Count) - f;
            c += TLanes.Load(from + 2 * TLanes.Count) - g;
            d += TLanes.Load(from + 3 * TLanes.Count) - h;
        }
        var count = TLanes.Broadcast(rows);
        (a, b, c, d) = (e + a / count, f + b / count, g + c / count, h + d / count);
        a.Store(means);
        b.Store(means + TLanes.Count);
        c.Store(means + 2 * TLanes.Count);
        d.Store(means + 3 * TLanes.Count);
        (e, f, g, h) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        from = source;
        for (var row = 0; row < rows; row++, from += columns)
        {
            TLanes first = TLanes.Load(from) - a, second = TLanes.Load(from + TLanes.Count) - b;
            TLanes third = TLanes.Load(from + 2 * TLanes.Count) - c, fourth = TLanes.Load(from + 3 * TLanes.Count) - d;
            e = TLanes.MultiplyAdd(first, first, e);
            f = TLanes.MultiplyAdd(second, second, f);
            g = TLanes.MultiplyAdd(third, third, g);
            h = TLanes.MultiplyAdd(fourth, fourth, h);
        }
        e.Store(squares);
        f.Store(squares + TLanes.Count);
        g.Store(squares + 2 * TLanes.Count);
        h.Store(squares + 3 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneMoment(float* source, int rows, int columns, float* means, float* squares)
    {
        TLanes sum = TLanes.Zero, square = TLanes.Zero;
        var pivot = TLanes.Load(source);
        for (var row = 0; row < rows; row++) sum += TLanes.Load(source + (long)row * columns) - pivot;
        var mean = pivot + sum / TLanes.Broadcast(rows);
        for (var row = 0; row < rows; row++)
        {
            var difference = TLanes.Load(source + (long)row * columns) - mean;
            square = TLanes.MultiplyAdd(difference, difference, square);
        }
        mean.Store(means);
        square.Store(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoProducts(float* upstream, float* values, int rows, int columns, float* centers, float* sums, float* products)
    {
        TLanes first = TLanes.Load(centers), second = TLanes.Load(centers + TLanes.Count);
        TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
        for (var row = 0; row < rows; row++, upstream += columns, values += columns)
        {
            TLanes left = TLanes.Load(upstream), right = TLanes.Load(upstream + TLanes.Count);
            a += left;
            b += right;
            c = TLanes.MultiplyAdd(left, TLanes.Load(values) - first, c);
            d = TLanes.MultiplyAdd(right, TLanes.Load(values + TLanes.Count) - second, d);
        }
        a.Store(sums);
        b.Store(sums + TLanes.Count);
        c.Store(products);
        d.Store(products + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneProduct(float* upstream, float* values, int rows, int columns, float* centers, float* sums, float* products)
    {
        TLanes center = TLanes.Load(centers), sum = TLanes.Zero, product = TLanes.Zero;
        for (var row = 0; row < rows; row++, upstream += columns, values += columns)
        {
            var g = TLanes.Load(upstream);
            sum += g;
            product = TLanes.MultiplyAdd(g, TLanes.Load(values) - center, product);
        }
        sum.Store(sums);
        product.Store(products);
    }
}
