using System.Numerics;
using System.Runtime.InteropServices;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Data.Transforms;

/// <summary>
/// ZᵀZ in double for a tall matrix Z that is handed over some rows at a time. Rows are packed into panels of a few columns; each panel is
/// multiplied with those to its right, four of its columns at a time, in registers. Each element is summed by one thread within a block of
/// rows, and blocks ascend, so that the bits do not depend on the number of threads.
/// </summary>
internal static class SymmetricProduct
{
    private const int RowsAtATime = 256, LeftColumns = 4;

    private static readonly int PanelWidth = Math.Max(LeftColumns, 2 * Vector<double>.Count);

    /// <summary>Computes the whole symmetric matrix <c>[width, width]</c>.</summary>
    /// <param name="count">How many rows Z has.</param>
    /// <param name="width">How many columns Z has.</param>
    /// <param name="fill">Writes some rows of Z into a buffer.</param>
    public static double[] Run(int count, int width, FillRows fill)
    {
        var panels = (width + PanelWidth - 1) / PanelWidth;
        var rows = new double[RowsAtATime * width];
        var packed = new double[panels * RowsAtATime * PanelWidth];
        var sums = new double[checked(panels * PanelWidth * panels * PanelWidth)];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = ComputeThreads.Count };
        for (var first = 0; first < count; first += RowsAtATime)
        {
            var present = Math.Min(RowsAtATime, count - first);
            fill(first, present, rows);
            Parallel.For(0, panels, threads, panel => Pack(rows, width, present, panel, packed));
            Parallel.For(0, panels, threads, panel =>
            {
                for (var right = panel; right < panels; right++) Multiply(packed, panel, right, present, sums, panels * PanelWidth);
            });
        }
        return Mirror(sums, panels * PanelWidth, width);
    }

    private static void Pack(double[] rows, int width, int present, int panel, double[] packed)
    {
        var columns = Math.Min(PanelWidth, width - panel * PanelWidth);
        var target = packed.AsSpan(panel * RowsAtATime * PanelWidth, RowsAtATime * PanelWidth);
        for (var row = 0; row < present; row++)
            rows.AsSpan(row * width + panel * PanelWidth, columns).CopyTo(target[(row * PanelWidth)..]);
    }

    private static void Multiply(double[] packed, int left, int right, int present, double[] sums, int stride)
    {
        var leftPanel = packed.AsSpan(left * RowsAtATime * PanelWidth, present * PanelWidth);
        var rightPanel = MemoryMarshal.Cast<double, Vector<double>>(packed.AsSpan(right * RowsAtATime * PanelWidth, present * PanelWidth));
        for (var pair = 0; pair < PanelWidth / (2 * Vector<double>.Count); pair++)
            for (var column = 0; column < PanelWidth; column += LeftColumns)
            {
                var start = (left * PanelWidth + column) * stride + right * PanelWidth + pair * 2 * Vector<double>.Count;
                MultiplyTile(leftPanel[column..], rightPanel[(2 * pair)..], present, sums.AsSpan(start), stride);
            }
    }

    // Four columns on the left, two registers of columns on the right: eight sums, each used once a row, hide the multiply-adds' latency.
    private static void MultiplyTile(
        ReadOnlySpan<double> left, ReadOnlySpan<Vector<double>> right, int present, Span<double> sums, int stride)
    {
        Vector<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        var rightStep = PanelWidth / Vector<double>.Count;
        for (var row = 0; row < present; row++)
        {
            var pair = right.Slice(row * rightStep, 2);
            var (first, second) = (pair[0], pair[1]);
            var four = left.Slice(row * PanelWidth, LeftColumns);
            var factor = new Vector<double>(four[0]);
            a0 = Vector.MultiplyAddEstimate(factor, first, a0);
            a1 = Vector.MultiplyAddEstimate(factor, second, a1);
            factor = new Vector<double>(four[1]);
            b0 = Vector.MultiplyAddEstimate(factor, first, b0);
            b1 = Vector.MultiplyAddEstimate(factor, second, b1);
            factor = new Vector<double>(four[2]);
            c0 = Vector.MultiplyAddEstimate(factor, first, c0);
            c1 = Vector.MultiplyAddEstimate(factor, second, c1);
            factor = new Vector<double>(four[3]);
            d0 = Vector.MultiplyAddEstimate(factor, first, d0);
            d1 = Vector.MultiplyAddEstimate(factor, second, d1);
        }
        Add(sums, a0, a1);
        Add(sums[stride..], b0, b1);
        Add(sums[(2 * stride)..], c0, c1);
        Add(sums[(3 * stride)..], d0, d1);
    }

    private static void Add(Span<double> sums, Vector<double> first, Vector<double> second)
    {
        (new Vector<double>(sums) + first).CopyTo(sums);
        var rest = sums[Vector<double>.Count..];
        (new Vector<double>(rest) + second).CopyTo(rest);
    }

    private static double[] Mirror(double[] sums, int stride, int width)
    {
        var result = new double[width * width];
        for (var row = 0; row < width; row++)
            for (var column = row; column < width; column++)
                result[row * width + column] = result[column * width + row] = sums[row * stride + column];
        return result;
    }

    /// <summary>Writes some rows of Z, one after the other, into the buffer's start.</summary>
    internal delegate void FillRows(int firstRow, int rows, Span<double> target);
}
