using FsCheck;
using FsCheck.Fluent;
using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class SumCostTests
{
    private const double Tolerance = 1e-12;

    // α 100 s, o 1 s, β 0.01 s a byte, γ 0.0001 s a byte: each shows in digits of its own.
    private static readonly LinkFigures Round = new() { LatencySeconds = 100, MessageSeconds = 1, ByteSeconds = 0.01, ReductionSeconds = 0.0001 };

    [Theory]
    // 1 step, 3 messages, 3·1,000 bytes out, 3·1,000 added.
    [InlineData(SumAlgorithm.AllToAll, 4, 100 + 3 + 30 + 0.3)]
    // 2 steps, 6 messages, 2·750 bytes out, 750 added.
    [InlineData(SumAlgorithm.ReduceScatterAllGather, 4, 200 + 6 + 15 + 0.075)]
    // 6 steps, 6 messages, the same bytes.
    [InlineData(SumAlgorithm.Ring, 4, 600 + 6 + 15 + 0.075)]
    [InlineData(SumAlgorithm.AllToAll, 2, 100 + 1 + 10 + 0.1)]
    [InlineData(SumAlgorithm.ReduceScatterAllGather, 2, 200 + 2 + 10 + 0.05)]
    [InlineData(SumAlgorithm.Ring, 2, 200 + 2 + 10 + 0.05)]
    [InlineData(SumAlgorithm.Ring, 1, 0)]
    public void Seconds_AThousandBytes_CountsStepsMessagesAndBytes(SumAlgorithm algorithm, int ranks, double expected) =>
        Assert.Equal(expected, new SumCost(Round, ranks).Seconds(algorithm, 1000), Tolerance);

    [Fact]
    public void Seconds_ReduceThenBroadcast_HasTheirBarriers()
    {
        // Up to 16 KB: barrier of 2 rounds, all to the root; barrier of 2 rounds, 2 rounds of the tree.
        var direct = 2 * 101 + (100 + 3 + 30 + 0.3) + 2 * 101 + 2 * (100 + 1 + 10);
        Assert.Equal(direct, new SumCost(Round, 4).Seconds(SumAlgorithm.ReduceBroadcast, 1000), Tolerance);
        // Above: ranges to their ranks, then to the root.
        var ranges = 2 * 101 + (100 + 3 + 7.5 + 0.075) + (100 + 3 + 7.5) + 2 * 101 + 2 * (100 + 1 + 10);
        Assert.Equal(ranges, new SumCost(Round, 4, directBytes: 0).Seconds(SumAlgorithm.ReduceBroadcast, 1000), Tolerance);
    }

    [Fact]
    public void Seconds_RanksThatShareMachines_CrossBetweenMachinesOnly()
    {
        // 2 machines of 2: leaders exchange 1,000 bytes; a machine adds half of them in each rank and copies the sum.
        var cost = new SumCost(Round, 4, ranksPerMachine: 2);
        Assert.Equal(100 + 1 + 10 + 0.1 + 1000 * 0.0001 * 1.5, cost.Seconds(SumAlgorithm.AllToAll, 1000), Tolerance);
        Assert.Equal(1000 * 0.0001 * 0.75, new SumCost(Round, 4, ranksPerMachine: 8).Seconds(1000), Tolerance);
    }

    [Theory, InlineData(2, 1 << 20, SumAlgorithm.AllToAll), InlineData(4, 16 << 10, SumAlgorithm.AllToAll),
        InlineData(4, (16 << 10) + 1, SumAlgorithm.ReduceScatterAllGather)]
    public void AlgorithmOf_BySizeAndRanks_IsTheGroups(int ranks, long bytes, SumAlgorithm expected) =>
        Assert.Equal(expected, new SumCost(Round, ranks).AlgorithmOf(bytes));

    [Fact]
    public void FindDirectBytes_FourRanks_IsWhereAllToAllStopsToPay()
    {
        // All to all saves a step, 10 ms, and sends 1.5 n more bytes of 8 ns: up to 833 KB.
        var links = new LinkFigures { LatencySeconds = 0.01, MessageSeconds = 0, ByteSeconds = 8e-9, ReductionSeconds = 0 };
        Assert.Equal(512 << 10, new SumCost(links, 4).FindDirectBytes());
        Assert.Equal(1 << 10, new SumCost(links with { LatencySeconds = 0 }, 4).FindDirectBytes());
        Assert.Equal(64 << 20, new SumCost(links, 2).FindDirectBytes());
    }

    [Fact]
    public void Seconds_MoreBytesOrSlowerLinks_AreNeverFewer() => Prop.ForAll(
        Gen.Choose(1, 1024).Zip(Gen.Choose(0, 1 << 24)).Zip(Gen.Choose(0, 1 << 24)).Zip(Gen.Choose(1, 64)).ToArbitrary(),
        input =>
        {
            var (((ranks, bytes), more), ranksPerMachine) = input;
            var links = LinkFigures.From(50, 1000);
            foreach (var algorithm in Enum.GetValues<SumAlgorithm>())
            {
                var cost = new SumCost(links, ranks, int.MaxValue, ranksPerMachine);
                var seconds = cost.Seconds(algorithm, bytes);
                Assert.True(cost.Seconds(algorithm, (long)bytes + more) >= seconds);
                Assert.True(new SumCost(links with { LatencySeconds = 1 }, ranks, int.MaxValue, ranksPerMachine).Seconds(algorithm, bytes) >= seconds);
                Assert.True(new SumCost(links with { ByteSeconds = 1 }, ranks, int.MaxValue, ranksPerMachine).Seconds(algorithm, bytes) >= seconds);
            }
            var usual = new SumCost(links, ranks);
            Assert.True(usual.Tuned().Seconds(bytes) <= Math.Max(usual.Seconds(bytes), usual.Seconds(SumAlgorithm.AllToAll, bytes)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Constructor_ImpossibleFigures_NamesAllProblems()
    {
        var message = Assert.Throws<ArgumentException>(() => new SumCost(Round with { ByteSeconds = 0, LatencySeconds = -1 }, 2)).Message;
        Assert.Contains("ByteSeconds is 0", message, StringComparison.Ordinal);
        Assert.Contains("LatencySeconds is -1", message, StringComparison.Ordinal);
    }
}
