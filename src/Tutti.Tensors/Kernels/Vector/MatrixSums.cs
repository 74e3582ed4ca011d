// totals[row] += Σ f(values[row, column], means[row]), and the same for columns: see KernelSet.Reductions.cs.
// Layout: columns contiguous, rows a stride apart.
// Accumulation: in double. Rows: one partial sum a lane of four registers, the registers pairwise, then the lanes ascending, then what does
// not fill two registers of floats. Columns: rows ascending, so the bits are the reference's.
// Tolerance against reference: rows ε of double times the number of columns.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ReductionBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>What is summed, given an element and the mean of its row or column.</summary>
internal interface ISummand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    Doubles<TLanes> Apply(Doubles<TLanes> value, Doubles<TLanes> mean);
    double Apply(double value, double mean);
}

internal readonly struct Summand<TLanes> : ISummand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Doubles<TLanes> Apply(Doubles<TLanes> value, Doubles<TLanes> mean) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Apply(double value, double mean) => value;
}

/// <summary>(value − mean)². Multiplied and added apart, so that a lane rounds as the reference does.</summary>
internal readonly struct SquaredDeviation<TLanes> : ISummand<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Doubles<TLanes> Apply(Doubles<TLanes> value, Doubles<TLanes> mean)
    {
        var deviation = value - mean;
        return deviation * deviation;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Apply(double value, double mean) => (value - mean) * (value - mean);
}

/// <summary>Sums over the rows or columns of a matrix. Without means (empty) they count as 0.</summary>
internal static unsafe class MatrixSums<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rows<TSummand>(TSummand summand, ReadOnlySpan<float> values, int rows, int columns, int rowStride,
        ReadOnlySpan<double> means, Span<double> totals) where TSummand : struct, ISummand<TLanes>
    {
        Check(values.Length, rows, columns, rowStride);
        Debug.Assert(totals.Length >= rows, "MatrixSums: fewer totals than rows.");
        fixed (float* first = values)
        {
            for (var row = 0; row < rows; row++)
            {
                var source = first + (long)row * rowStride;
                var single = means.IsEmpty ? 0 : means[row];
                var mean = Doubles<TLanes>.Broadcast(single);
                Doubles<TLanes> a = default, b = default, c = default, d = default;
                var column = 0;
                for (; column <= columns - 2 * TLanes.Count; column += 2 * TLanes.Count)
                {
                    TLanes left = TLanes.Load(source + column), right = TLanes.Load(source + column + TLanes.Count);
                    a += summand.Apply(Doubles<TLanes>.Lower(left), mean);
                    b += summand.Apply(Doubles<TLanes>.Upper(left), mean);
                    c += summand.Apply(Doubles<TLanes>.Lower(right), mean);
                    d += summand.Apply(Doubles<TLanes>.Upper(right), mean);
                }
                var sum = column == 0 ? 0 : Doubles<TLanes>.Sum(a + b + (c + d));
                for (; column < columns; column++) sum += summand.Apply(source[column], single);
                totals[row] += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Columns<TSummand>(TSummand summand, ReadOnlySpan<float> values, int rows, int columns, int rowStride,
        ReadOnlySpan<double> means, Span<double> totals) where TSummand : struct, ISummand<TLanes>
    {
        Check(values.Length, rows, columns, rowStride);
        Debug.Assert(totals.Length >= columns && (means.IsEmpty || means.Length >= columns), "MatrixSums: fewer totals than columns.");
        fixed (float* source = values)
        fixed (double* mean = means, total = totals)
        {
            var column = 0;
            for (; column <= columns - 2 * TLanes.Count; column += 2 * TLanes.Count)
                Strip(summand, source + column, rows, rowStride, mean == null ? null : mean + column, total + column);
            for (; column <= columns - TLanes.Count; column += TLanes.Count)
                HalfStrip(summand, source + column, rows, rowStride, mean == null ? null : mean + column, total + column);
            for (; column < columns; column++)
            {
                var (sum, single) = (total[column], mean == null ? 0 : mean[column]);
                var from = source + column;
                for (var row = 0; row < rows; row++, from += rowStride) sum += summand.Apply(*from, single);
                total[column] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfStrip<TSummand>(TSummand summand, float* source, int rows, int rowStride, double* means, double* totals)
        where TSummand : struct, ISummand<TLanes>
    {
        var half = Doubles<TLanes>.Count;
        Doubles<TLanes> a = Doubles<TLanes>.Load(totals), b = Doubles<TLanes>.Load(totals + half);
        Doubles<TLanes> m = default, n = default;
        if (means != null) (m, n) = (Doubles<TLanes>.Load(means), Doubles<TLanes>.Load(means + half));
        for (var row = 0; row < rows; row++, source += rowStride)
        {
            var values = TLanes.Load(source);
            a += summand.Apply(Doubles<TLanes>.Lower(values), m);
            b += summand.Apply(Doubles<TLanes>.Upper(values), n);
        }
        a.Store(totals);
        b.Store(totals + half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Strip<TSummand>(TSummand summand, float* source, int rows, int rowStride, double* means, double* totals)
        where TSummand : struct, ISummand<TLanes>
    {
        var half = Doubles<TLanes>.Count;
        Doubles<TLanes> a = Doubles<TLanes>.Load(totals), b = Doubles<TLanes>.Load(totals + half);
        Doubles<TLanes> c = Doubles<TLanes>.Load(totals + 2 * half), d = Doubles<TLanes>.Load(totals + 3 * half);
        Doubles<TLanes> m = default, n = default, o = default, p = default;
        if (means != null)
        {
            (m, n) = (Doubles<TLanes>.Load(means), Doubles<TLanes>.Load(means + half));
            (o, p) = (Doubles<TLanes>.Load(means + 2 * half), Doubles<TLanes>.Load(means + 3 * half));
        }
        for (var row = 0; row < rows; row++, source += rowStride)
        {
            TLanes left = TLanes.Load(source), right = TLanes.Load(source + TLanes.Count);
            a += summand.Apply(Doubles<TLanes>.Lower(left), m);
            b += summand.Apply(Doubles<TLanes>.Upper(left), n);
            c += summand.Apply(Doubles<TLanes>.Lower(right), o);
            d += summand.Apply(Doubles<TLanes>.Upper(right), p);
        }
        a.Store(totals);
        b.Store(totals + half);
        c.Store(totals + 2 * half);
        d.Store(totals + 3 * half);
    }

    [Conditional("DEBUG")]
    private static void Check(int length, int rows, int columns, int rowStride) => Debug.Assert(
        rows == 0 || columns == 0 || length >= (long)(rows - 1) * rowStride + columns, "MatrixSums: the matrix is larger than the memory.");
}
