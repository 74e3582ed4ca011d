using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class ReductionsTests : KernelTest
{
    private static readonly int[] Rows = [0, 1, 2, 5, 40];

    [Theory, MemberData(nameof(Sets))]
    public void RowSums_AnySize_AgreeWithTheReference(string name)
    {
        Each(name, (rows, columns, stride, values) =>
        {
            double[] expected = Start(rows), actual = Start(rows), means = Start(rows);
            Reference.SumRows(values, rows, columns, stride, expected);
            Set(name).SumRows(values, rows, columns, stride, actual);
            Close(expected, actual, columns, $"sums of {rows} × {columns}");
            Reference.SquareRows(values, rows, columns, stride, means, expected);
            Set(name).SquareRows(values, rows, columns, stride, means, actual);
            Close(expected, actual, columns, $"squares of {rows} × {columns}");
        });
    }

    [Theory, MemberData(nameof(Sets))]
    public void ColumnSums_AnySize_GiveTheBitsOfTheReference(string name)
    {
        Each(name, (rows, columns, stride, values) =>
        {
            double[] expected = Start(columns), actual = Start(columns), means = Start(columns);
            Reference.SumColumns(values, rows, columns, stride, expected);
            Set(name).SumColumns(values, rows, columns, stride, actual);
            Assert.Equal(expected, actual);
            Reference.SquareColumns(values, rows, columns, stride, means, expected);
            Set(name).SquareColumns(values, rows, columns, stride, means, actual);
            Assert.Equal(expected, actual);
        });
    }

    [Theory, MemberData(nameof(Sets))]
    public void RowSums_OfNumbersThatCancel_LoseNothing(string name)
    {
        var values = Enumerable.Range(0, 100).Select(i => i % 4 == 3 ? 1f : (i % 4) switch { 0 => 1e8f, 1 => 0.25f, _ => -1e8f }).ToArray();
        var total = new double[1];
        Set(name).SumRows(values, 1, values.Length, 0, total);
        Assert.Equal(25 * 1.25, total[0]);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Extrema_AnySize_AreThoseOfTheReference(string name)
    {
        foreach (var sign in (float[])[1, -1])
            foreach (var columns in (int[])[.. Lengths(name)[1..], 700])
                foreach (var rows in (int[])[1, 2, 9, 40])
                {
                    var values = Unaligned(rows * columns, -3, 3);
                    // Few different numbers, so that many are equal.
                    foreach (ref var value in values) value = MathF.Round(2 * value);
                    Compare(name, values, rows, columns, sign);
                    values[rows * columns * 2 / 3] = float.NaN;
                    values[^1] = float.NaN;
                    Compare(name, values, rows, columns, sign);
                    values.Fill(sign > 0 ? float.NegativeInfinity : float.PositiveInfinity);
                    Compare(name, values, rows, columns, sign);
                }
    }

    private static void Compare(string name, ReadOnlySpan<float> values, int rows, int columns, float sign)
    {
        long[] expected = new long[rows], actual = new long[rows];
        Reference.ExtremaOfRows(values, rows, columns, sign, expected);
        Set(name).ExtremaOfRows(values, rows, columns, sign, actual);
        Assert.Equal(expected, actual);
        (expected, actual) = (new long[columns], new long[columns]);
        Reference.ExtremaOfColumns(values, rows, columns, columns, sign, expected);
        Set(name).ExtremaOfColumns(values, rows, columns, columns, sign, actual);
        Assert.Equal(expected, actual);
    }

    private delegate void Check(int rows, int columns, int stride, ReadOnlySpan<float> values);

    // Matrices that end where their memory does.
    private static void Each(string name, Check check)
    {
        foreach (var rows in Rows)
            foreach (var columns in Lengths(name))
                foreach (var gap in (int[])[0, 3])
                    check(rows, columns, columns + gap, Unaligned(rows == 0 ? 0 : (rows - 1) * (columns + gap) + columns, -3, 3));
    }

    // What is there before, and serves as means.
    private static double[] Start(int count) => [.. Enumerable.Range(0, count).Select(i => 0.5 * i - 1)];

    private static void Close(double[] expected, double[] actual, int terms, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var bound = 2.3e-16 * (terms + 1) * 3 * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what}, total {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }
}
