using Tutti.Communication;
using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class LinkMeasurementTests
{
    [Theory, InlineData(2, 5, 200), InlineData(3, 2, 100)]
    public void Run_ShapedLinks_FindsTheirFiguresOnEveryRankAlike(int ranks, int milliseconds, double megabits)
    {
        var figures = ShapedLinks.Run(ranks, TimeSpan.FromMilliseconds(milliseconds), megabits, world => LinkMeasurement.Run(world.Group));

        Assert.All(figures, other => Assert.Equal(figures[0], other));
        TestContext.Current.TestOutputHelper!.WriteLine($"{figures[0]}");
        // A forwarder wakes up to a millisecond or so late, a busy machine later.
        Assert.InRange(figures[0].LatencySeconds, 0.95e-3 * milliseconds, milliseconds * 1e-3 + 5e-3);
        Assert.InRange(figures[0].Megabits, 0.7 * megabits, 1.15 * megabits);
        Assert.InRange(figures[0].MessageSeconds, 0, 1e-3);
    }

    [Fact]
    public void Run_OneRank_Throws() => Assert.Contains(
        "there are no links", Assert.Throws<ArgumentException>(() => LinkMeasurement.Run(World.Single().Group)).Message, StringComparison.Ordinal);
}
