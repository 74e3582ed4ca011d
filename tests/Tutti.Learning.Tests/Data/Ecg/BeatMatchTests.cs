using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class BeatMatchTests
{
    [Fact]
    public void Compare_BeatsAndDetections_PairsEachOnce()
    {
        // 100: found at the very tolerance; 200: missed; 300: found twice; 500: found.
        var match = BeatMatch.Compare([100, 200, 300, 500], [110, 295, 305, 400, 500], 10);

        Assert.Equal(new BeatMatch(3, 1, 2), match);
        Assert.Equal((0.75, 0.6), (match.Sensitivity, match.PositivePredictivity));
    }

    [Fact]
    public void Compare_NothingOrDisorder_IsNaNOrRefused()
    {
        Assert.True(double.IsNaN(BeatMatch.Compare([], [], 5).Sensitivity));
        Assert.Equal(new BeatMatch(0, 1, 0), BeatMatch.Compare([1], [], 5));
        Assert.Contains("not in order", Assert.Throws<ArgumentException>(() => BeatMatch.Compare([2, 1], [], 5)).Message);
    }
}
