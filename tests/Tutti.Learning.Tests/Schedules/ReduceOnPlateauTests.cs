using Tutti.Learning.Schedules;

namespace Tutti.Learning.Tests.Schedules;

public sealed class ReduceOnPlateauTests
{
    [Fact]
    public void Report_NoBetterForLongerThanThePatience_LowersTheRate()
    {
        var plateau = new ReduceOnPlateau(1, new() { Factor = 0.5, Patience = 1 });
        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25], (double[])[.. ((double[])[3, 3, 3, 3, 3, 2]).Select(plateau.Report)]);
        Assert.Equal(new(0.25, 2, 0, 0), plateau.State);
    }

    [Fact]
    public void Report_DuringTheCooldown_CountsNothing()
    {
        var plateau = new ReduceOnPlateau(1, new() { Factor = 0.5, Patience = 0, Cooldown = 2 });
        Assert.Equal([1, 0.5, 0.5, 0.5, 0.25], (double[])[.. ((double[])[3, 3, 3, 3, 3]).Select(plateau.Report)]);
    }

    [Fact]
    public void Report_AtTheMinimum_StaysThere()
    {
        var plateau = new ReduceOnPlateau(1, new() { Factor = 0.1, Patience = 0, MinimumRate = 0.3, LeastChange = 0 });
        Assert.Equal([1, 0.3, 0.3], (double[])[.. ((double[])[3, 3, 3]).Select(plateau.Report)]);
        var small = new ReduceOnPlateau(1, new() { Factor = 0.9, Patience = 0, LeastChange = 0.2 });
        Assert.Equal([1, 1], (double[])[.. ((double[])[3, 3]).Select(small.Report)]);
    }

    [Theory]
    [InlineData(PlateauMode.Minimize, false, 10, 8.9, true)]
    [InlineData(PlateauMode.Minimize, false, 10, 9.1, false)]
    [InlineData(PlateauMode.Minimize, true, 10, 9.85, true)]
    [InlineData(PlateauMode.Minimize, true, 10, 9.95, false)]
    [InlineData(PlateauMode.Maximize, false, 10, 11.1, true)]
    [InlineData(PlateauMode.Maximize, false, 10, 10.9, false)]
    [InlineData(PlateauMode.Maximize, true, 10, 10.15, true)]
    [InlineData(PlateauMode.Maximize, true, 10, 10.05, false)]
    [InlineData(PlateauMode.Maximize, true, 10, double.NaN, false)]
    public void Report_Better_MeansByTheThreshold(PlateauMode mode, bool isAbsolute, double first, double second, bool isBetter)
    {
        var plateau = new ReduceOnPlateau(1, new() { Mode = mode, IsThresholdAbsolute = isAbsolute, Threshold = 0.1 });
        plateau.Report(first);
        plateau.Report(second);
        Assert.Equal(isBetter ? second : first, plateau.State.Best);
        Assert.Equal(isBetter ? 0 : 1, plateau.State.BadCount);
    }

    [Fact]
    public void Restore_HalfWay_GoesOnTheSame()
    {
        var options = new ReduceOnPlateauOptions { Patience = 1, Cooldown = 1, Factor = 0.5 };
        double[] metrics = [5, 4, 4, 4, 4, 4, 4, 3, 3, 3];
        ReduceOnPlateau whole = new(1, options), half = new(1, options), resumed = new(9, options);
        double[] expected = [.. metrics.Select(whole.Report)];
        foreach (var metric in metrics[..4]) half.Report(metric);
        resumed.Restore(half.State);
        Assert.Equal(expected.Skip(4), metrics.Skip(4).Select(resumed.Report));
        Assert.Throws<ArgumentException>(() => resumed.Restore(new(double.NaN, null, 0, 0)));
    }

    [Fact]
    public void Constructor_WithOptionsOutOfRange_ListsAllProblems()
    {
        var error = Assert.Throws<ArgumentException>(() => new ReduceOnPlateau(1, new() { Factor = 1, Patience = -1, Threshold = -1, Cooldown = -1 }));
        Assert.Contains("Factor is 1", error.Message);
        Assert.Contains("Patience is -1", error.Message);
        Assert.Contains("Threshold is -1", error.Message);
        Assert.Contains("Cooldown is -1", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(0));
    }
}
