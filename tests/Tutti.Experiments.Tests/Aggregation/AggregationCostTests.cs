using Tutti.Experiments.Aggregation;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Tests.Aggregation;

public sealed class AggregationCostTests
{
    // 1,000 · 100 + 100 and 100 · 10 + 10 values: in whole cache lines 100,000 + 112 + 1,008 + 16, and a line in front.
    private const long GradientBytes = 4 * (16 + 100_000 + 112 + 1_008 + 16);

    private static readonly Perceptron Network = new(1_000, 100, 10);

    [Fact]
    public void GradientBytes_ANetwork_CountsWholeCacheLines() => Assert.Equal(GradientBytes, new AggregationCost(4, Network.Parameters).GradientBytes);

    [Theory]
    [InlineData("all-reduce", 2.0 * GradientBytes * 3 / 4)]
    [InlineData("all-gather", 3.0 * (8 + GradientBytes))]
    [InlineData("reduce-broadcast", 3 * 8 + 6.0 * GradientBytes / 4)]
    [InlineData("half", 3.0 * (8 + 64 + 4 * 4 + 2 * 101_110))]
    public void BytesOf_FourWorkers_FollowsTheDocument(string way, double expected) =>
        Assert.Equal((expected, false), new AggregationCost(4, Network.Parameters).BytesOf(AggregationWay.All.First(one => one.Name == way)));

    [Fact]
    public void BytesOf_TwoWorkers_AllSendTheirGradientsOnce()
    {
        var cost = new AggregationCost(2, Network.Parameters);

        Assert.Equal(GradientBytes, cost.BytesOf(AggregationWay.All[0]).Bytes);
        Assert.Equal(8 + GradientBytes, cost.BytesOf(AggregationWay.All[1]).Bytes);
        Assert.Equal(8 + GradientBytes, cost.BytesOf(AggregationWay.All[2]).Bytes);
    }

    [Fact]
    public void BytesOf_TopK_IsABound() => Assert.True(new AggregationCost(4, Network.Parameters).BytesOf(AggregationWay.All.First(way => way.Name == "top-k:0.01")).IsBound);
}
