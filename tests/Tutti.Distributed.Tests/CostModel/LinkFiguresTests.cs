using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class LinkFiguresTests
{
    [Fact]
    public void From_GigabitEthernet_GivesSeconds()
    {
        var links = LinkFigures.From(latencyMicroseconds: 50, megabits: 1000);
        Assert.Equal(5e-5, links.LatencySeconds, 1e-18);
        Assert.Equal(8e-9, links.ByteSeconds, 1e-18);
        Assert.Equal(1000, links.Megabits, 1e-9);
    }

    [Fact]
    public void From_NoBandwidth_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LinkFigures.From(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinkFigures.From(-1, 1));
    }
}
