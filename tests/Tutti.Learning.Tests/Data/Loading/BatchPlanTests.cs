using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Loading;

namespace Tutti.Learning.Tests.Data.Loading;

public sealed class BatchPlanTests
{
    [Fact]
    public void SlicesOfAnEpoch_AnyPlan_HoldEverySampleExactlyOnce()
    {
        var plans =
            from samples in Gen.Choose(1, 300)
            from batch in Gen.Choose(1, 350)
            from shards in Gen.Choose(1, 12)
            from seed in Gen.Choose(0, int.MaxValue)
            from epoch in Gen.Choose(0, 1000)
            select (samples, batch, shards, seed, epoch);

        Prop.ForAll(plans.ToArbitrary(), drawn =>
        {
            var plan = new BatchPlan(drawn.samples, drawn.batch, drawn.shards, (ulong)drawn.seed);
            var order = new int[drawn.samples];
            plan.CopyOrder(drawn.epoch, order);
            var seen = new List<int>();
            for (var step = 0; step < plan.StepCount; step++)
            {
                var before = seen.Count;
                for (var shard = 0; shard < plan.ShardCount; shard++)
                {
                    var slice = plan.SliceOf(step, shard);
                    if (slice.Start != seen.Count) return false;
                    seen.AddRange(order.AsSpan(slice.Start, slice.Count));
                }
                if (seen.Count - before != plan.BatchCountOf(step)) return false;
            }
            return seen.Order().SequenceEqual(Enumerable.Range(0, drawn.samples));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SliceOf_AnyPlan_DiffersByAtMostOneLargerFirst()
    {
        var plans = from batch in Gen.Choose(1, 100) from shards in Gen.Choose(1, 20) select (batch, shards);

        Prop.ForAll(plans.ToArbitrary(), drawn =>
        {
            var plan = new BatchPlan(drawn.batch, drawn.batch, drawn.shards, 0);
            var sizes = Enumerable.Range(0, drawn.shards).Select(shard => plan.SliceOf(0, shard).Count).ToArray();
            return sizes.SequenceEqual(sizes.OrderDescending()) && sizes[0] - sizes[^1] <= 1 && sizes[0] == plan.LargestSliceCount;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(10, 4, new[] { 3, 3, 2, 2 })]
    [InlineData(8, 4, new[] { 2, 2, 2, 2 })]
    [InlineData(3, 4, new[] { 1, 1, 1, 0 })]
    [InlineData(7, 1, new[] { 7 })]
    public void SliceOf_Examples_AreAsDocumented(int batch, int shards, int[] sizes)
    {
        var plan = new BatchPlan(100, batch, shards, 1);

        Assert.Equal(sizes, Enumerable.Range(0, shards).Select(shard => plan.SliceOf(0, shard).Count));
    }

    [Fact]
    public void BatchCountOf_LastStep_IsWhatIsLeft()
    {
        var plan = new BatchPlan(sampleCount: 130, batchSize: 64, shardCount: 2, seed: 1);

        Assert.Equal(3, plan.StepCount);
        Assert.Equal([64, 64, 2], Enumerable.Range(0, 3).Select(plan.BatchCountOf));
        Assert.Equal(new ShardSlice(129, 1), plan.SliceOf(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.BatchCountOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.SliceOf(0, 2));
    }

    [Fact]
    public void CopyOrder_SameSeedAndEpoch_IsTheSameWhateverTheBatchesAndShards()
    {
        Assert.Equal(Order(new BatchPlan(1000, 64, 1, 7), 3), Order(new BatchPlan(1000, 10, 4, 7), 3));
        Assert.NotEqual(Order(new BatchPlan(1000, 64, 1, 7), 3), Order(new BatchPlan(1000, 64, 1, 7), 4));
        Assert.NotEqual(Order(new BatchPlan(1000, 64, 1, 7), 3), Order(new BatchPlan(1000, 64, 1, 8), 3));
    }

    // Computed apart from this code, from the paper's recurrence. A change would change the weights of every recorded run.
    [Fact]
    public void CopyOrder_SeedOne_IsAsRecorded() => Assert.Equal(RecordedOrder, Order(new BatchPlan(10, 4, 1, 1), 0));

    private static readonly int[] RecordedOrder = [3, 4, 1, 7, 6, 5, 2, 9, 0, 8];

    [Fact]
    public void CopyOrder_NotShuffled_KeepsTheOrder() =>
        Assert.Equal(Enumerable.Range(0, 10), Order(new BatchPlan(10, 4, 1, 1, isShuffled: false), 5));

    [Fact]
    public void CopyOrder_OtherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new BatchPlan(10, 4, 1, 1).CopyOrder(0, new int[9]));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Plan_CountBelowOne_IsRefused(int samples, int batch, int shards) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(samples, batch, shards, 0));

    [Fact]
    public void StepCount_HugeBatch_DoesNotOverflow() => Assert.Equal(1, new BatchPlan(int.MaxValue, int.MaxValue, 1, 0).StepCount);

    private static int[] Order(BatchPlan plan, int epoch)
    {
        var order = new int[plan.SampleCount];
        plan.CopyOrder(epoch, order);
        return order;
    }
}
