using Tutti.Learning.Data.Loading;

namespace Tutti.Learning.Tests.Data.Loading;

public sealed class WeightedBatchPlanTests
{
    [Fact]
    public void CopyOrder_Weights_DecideHowOftenSamplesCome()
    {
        double[] weights = [1, 0, 3, 6];
        double[] all = [.. Enumerable.Range(0, 40_000).Select(row => weights[row % 4])];
        var counts = Order(new WeightedBatchPlan(all, 64, 2, 1), 0).CountBy(row => row % 4).ToDictionary();

        Assert.False(counts.ContainsKey(1));
        // Standard deviations are at most √(40,000 · 0.6 · 0.4) = 98; five of them.
        Assert.InRange(counts[0], 3_700, 4_300);
        Assert.InRange(counts[2], 11_500, 12_500);
        Assert.InRange(counts[3], 23_500, 24_500);
    }

    [Fact]
    public void CopyOrder_SeedAndEpoch_DecideTheDraws()
    {
        double[] weights = [.. Enumerable.Range(1, 300).Select(row => (double)row)];

        Assert.Equal(Order(new WeightedBatchPlan(weights, 8, 2, 1), 3), Order(new WeightedBatchPlan(weights, 64, 4, 1), 3));
        Assert.NotEqual(Order(new WeightedBatchPlan(weights, 8, 2, 1), 3), Order(new WeightedBatchPlan(weights, 8, 2, 1), 4));
        Assert.NotEqual(Order(new WeightedBatchPlan(weights, 8, 2, 1), 3), Order(new WeightedBatchPlan(weights, 8, 2, 2), 3));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Plan_ImpossibleWeights_AreRefused(double weight) =>
        Assert.Contains("WeightedBatchPlan", Assert.Throws<ArgumentException>(() => new WeightedBatchPlan([weight, 0], 8, 2, 1)).Message);

    [Fact]
    public void Plan_NoWeights_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedBatchPlan([], 8, 2, 1));

    private static int[] Order(WeightedBatchPlan plan, int epoch)
    {
        var order = new int[plan.SampleCount];
        plan.CopyOrder(epoch, order);
        return order;
    }
}
