using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_MeanOfIndependentRows_IsAsWideAsTheoryHasIt()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(row => (double)(row % 2))];
        long[] groups = [.. Enumerable.Range(0, 400).Select(row => (long)row)];

        var (low, high) = Bootstrap.Interval(groups, rows => rows.Average(row => values[row]), seed: 1);

        // 0.5 ± 1.96 · 0.5 / √400.
        Assert.Equal(0.451, low, 0.01);
        Assert.Equal(0.549, high, 0.01);
    }

    [Fact]
    public void Interval_RowsOfAGroupAlike_IsWiderByTheGroupsSize()
    {
        // The same numbers as 400 rows of 16 groups: as sure as 16 numbers are.
        long[] groups = [.. Enumerable.Range(0, 400).Select(row => 1000L - row / 25)];
        double[] values = [.. groups.Select(group => (double)(group % 2))];

        var (low, high) = Bootstrap.Interval(groups, rows => rows.Average(row => values[row]), seed: 1);

        // 0.5 ± 1.96 · 0.5 / √16.
        Assert.Equal(0.49, high - low, 0.08);
    }

    [Fact]
    public void Interval_DrawsWithoutAFigure_DoNotCount()
    {
        var (low, high) = Bootstrap.Interval([1, 2], rows => rows.Contains(0) ? 3 : double.NaN, seed: 0, repeats: 50);
        var nothing = Bootstrap.Interval([1, 2], _ => double.NaN, seed: 0, repeats: 50);

        Assert.Equal((3.0, 3.0), (low, high));
        Assert.True(double.IsNaN(nothing.Low) && double.IsNaN(nothing.High));
    }

    [Fact]
    public void Interval_SameSeed_GivesTheSameWhateverGroupsAreCalled()
    {
        double[] values = [1, 5, 2, 8, 3, 3];
        double Mean(int[] rows) => rows.Average(row => values[row]);

        Assert.Equal(Bootstrap.Interval([0, 0, 1, 1, 2, 2], Mean, 7), Bootstrap.Interval([9, 9, 4, 4, -1, -1], Mean, 7));
        Assert.NotEqual(Bootstrap.Interval([0, 0, 1, 1, 2, 2], Mean, 7, 99), Bootstrap.Interval([0, 0, 1, 1, 2, 2], Mean, 8, 99));
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    [InlineData(10, double.NaN)]
    public void Interval_NumbersOutOfRange_AreRefused(int repeats, double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval([1], _ => 0, 0, repeats, level));

    [Fact]
    public void Interval_NoRows_IsRefused() => Assert.Throws<ArgumentException>(() => Bootstrap.Interval([], _ => 0, 0));
}
