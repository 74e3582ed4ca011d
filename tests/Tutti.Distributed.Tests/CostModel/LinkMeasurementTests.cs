using Tutti.Communication;
using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class LinkMeasurementTests
{
    // What else runs may disturb a measurement: that is no wrong one.
    private const int MostAttempts = 3;

    [Theory, InlineData(2, 5, 200), InlineData(3, 2, 100)]
    public void Run_ShapedLinks_FindsTheirFiguresOnEveryRankAlike(int ranks, int milliseconds, double megabits)
    {
        // A forwarder wakes up to a millisecond or so late, a busy machine later.
        bool Fit(LinkFigures figures) => figures.LatencySeconds >= 0.95e-3 * milliseconds && figures.LatencySeconds <= milliseconds * 1e-3 + 5e-3
            && figures.Megabits >= 0.7 * megabits && figures.Megabits <= 1.15 * megabits && figures.MessageSeconds is >= 0 and <= 1e-3;
        var measured = new List<LinkFigures>();
        while (measured.Count < MostAttempts && !measured.Any(Fit))
        {
            var figures = ShapedLinks.Run(ranks, TimeSpan.FromMilliseconds(milliseconds), megabits, world => LinkMeasurement.Run(world.Group));
            Assert.All(figures, other => Assert.Equal(figures[0], other));
            measured.Add(figures[0]);
        }

        Assert.True(Fit(measured[^1]), $"Expected {milliseconds} ms and {megabits} Mbit/s. Got {string.Join("; ", measured)}.");
    }

    [Fact]
    public void Run_OneRank_Throws() => Assert.Contains(
        "there are no links", Assert.Throws<ArgumentException>(() => LinkMeasurement.Run(World.Single().Group)).Message, StringComparison.Ordinal);
}
