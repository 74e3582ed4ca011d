using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Tests.Reports.Charts;

public sealed class AxisScaleTests
{
    private static readonly ChartAxis FromZero = new("x"), Free = new("x") { StartsAtZero = false }, Logarithmic = new("x") { IsLogarithmic = true };

    [Theory]
    [InlineData(0.3, 0.97, 0, 1, 6)]
    [InlineData(12, 118, 0, 120, 7)]
    [InlineData(1, 1, 0, 1, 6)]
    [InlineData(-3, 4, -4, 4, 5)]
    [InlineData(0, 0, -1, 1, 5)]
    public void Create_FromZero_EndsAtTicksAroundAllValues(double least, double greatest, double low, double high, int tickCount)
    {
        var scale = AxisScale.Create([least, greatest], FromZero, endsAtTicks: true);

        Assert.Equal((low, high), (Math.Round(scale.Low, 9), Math.Round(scale.High, 9)));
        Assert.Equal(tickCount, scale.Ticks.Count);
    }

    [Fact]
    public void Create_NotFromZero_LeavesOutWhatIsFarAway()
    {
        var scale = AxisScale.Create([96.2, 97.9], Free, endsAtTicks: true);

        Assert.InRange(scale.Low, 95, 96.2);
        Assert.InRange(scale.High, 97.9, 98.5);
    }

    [Fact]
    public void Create_AlongTheBottom_EndsWhereTheValuesDo()
    {
        var scale = AxisScale.Create([10_000, 70_000], FromZero, endsAtTicks: false);

        Assert.Equal((10_000, 70_000), (scale.Low, scale.High));
        Assert.Equal(["10,000", "20,000", "30,000", "40,000", "50,000", "60,000", "70,000"], scale.Ticks.Select(scale.Format));
        Assert.Equal([0, 0.5, 1], new[] { 10_000d, 40_000, 70_000 }.Select(scale.ShareOf));
    }

    [Fact]
    public void Create_ValuesThatAreNotFinite_AreLeftOut()
    {
        var scale = AxisScale.Create([double.NaN, 5, double.PositiveInfinity], FromZero, endsAtTicks: true);

        Assert.Equal((0, 5), (scale.Low, scale.High));
    }

    [Theory]
    [InlineData(3, 40, "2 5 10 20 50")]
    [InlineData(0.02, 0.02, "0.02 0.05")]
    [InlineData(1, 100_000, "1 10 100 1,000 10,000 100,000")]
    public void Create_Logarithmic_HasOneTwoAndFiveOrPowersOfTen(double least, double greatest, string expected)
    {
        var scale = AxisScale.Create([least, greatest], Logarithmic, endsAtTicks: true);

        Assert.Equal(expected, string.Join(' ', scale.Ticks.Select(scale.Format)));
    }

    [Fact]
    public void ShareOf_Logarithmic_IsTheSameForEqualRatios()
    {
        var scale = AxisScale.Create([1, 10_000], Logarithmic, endsAtTicks: true);

        Assert.Equal(0.25, scale.ShareOf(10), 9);
        Assert.Equal(0.5, scale.ShareOf(100), 9);
    }

    [Fact]
    public void Create_LogarithmicWithZero_IsRefused()
    {
        var problem = Assert.Throws<ArgumentException>(() => AxisScale.Create([0, 1], Logarithmic, endsAtTicks: true));

        Assert.Contains("Got 0. Expected more than 0.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-300, 2e-300)]
    [InlineData(1e300, 3e300)]
    [InlineData(5, 5.000001)]
    public void Create_ExtremeRanges_HasFewTicks(double least, double greatest)
    {
        var scale = AxisScale.Create([least, greatest], Free, endsAtTicks: true);

        Assert.InRange(scale.Ticks.Count, 2, 12);
        Assert.All(scale.Ticks, tick => Assert.InRange(scale.ShareOf(tick), -1e-6, 1 + 1e-6));
    }
}
