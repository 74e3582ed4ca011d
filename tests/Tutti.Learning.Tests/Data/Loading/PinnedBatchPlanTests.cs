using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;
using Schemes = Tutti.Learning.Data.Partitions.Partitions;

namespace Tutti.Learning.Tests.Data.Loading;

public sealed class PinnedBatchPlanTests
{
    [Fact]
    public void SlicesOfAnEpoch_AnyParts_HoldEachPartsRowsOnceAndNoOthers()
    {
        var plans =
            from count in Gen.Choose(1, 6)
            from sizes in Gen.Choose(1, 60).ArrayOf(count)
            from more in Gen.Choose(0, 40)
            from pace in Gen.Elements(PartPace.LargestPart, PartPace.GlobalBatch)
            from epoch in Gen.Choose(0, 100)
            select (sizes, more, pace, epoch);

        Prop.ForAll(plans.ToArbitrary(), drawn =>
        {
            var partition = PartsOf(drawn.sizes);
            var plan = new PinnedBatchPlan(partition, partition.PartCount + drawn.more, 3, drawn.pace);
            var order = Order(plan, drawn.epoch);
            var seen = Enumerable.Range(0, partition.PartCount).Select(_ => new List<int>()).ToArray();
            for (var step = 0; step < plan.StepCount; step++)
            {
                var slices = Enumerable.Range(0, plan.ShardCount).Select(shard => plan.SliceOf(step, shard)).ToArray();
                for (var part = 0; part < slices.Length; part++) seen[part].AddRange(order.AsSpan(slices[part].Start, slices[part].Count));
                var count = slices.Sum(slice => slice.Count);
                if (count != plan.BatchCountOf(step) || count == 0 || slices.Max(slice => slice.Count) > plan.LargestSliceCount) return false;
                if (count > plan.BatchSize + (drawn.pace == PartPace.GlobalBatch ? plan.ShardCount : 0)) return false;
            }
            return seen.Select((rows, part) => rows.Order().SequenceEqual(partition.Rows(part).ToArray())).All(same => same);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SliceOf_PartThatHasRunOut_IsEmpty()
    {
        var plan = new PinnedBatchPlan(PartsOf(2, 7, 5), 6, 1);

        Assert.Equal(4, plan.StepCount);
        Assert.Equal([[2, 2, 2], [0, 2, 2], [0, 2, 1], [0, 1, 0]], Sizes(plan));
        Assert.Equal([6, 4, 3, 1], Enumerable.Range(0, 4).Select(plan.BatchCountOf));
        Assert.Equal((14, 14), (plan.SourceCount, plan.SampleCount));
    }

    [Fact]
    public void SliceOf_GlobalBatch_KeepsThePartsProportions()
    {
        var plan = new PinnedBatchPlan(PartsOf(10, 20, 30), 12, 1, PartPace.GlobalBatch);

        Assert.Equal([[2, 4, 6], [2, 4, 6], [2, 4, 6], [2, 4, 6], [2, 4, 6]], Sizes(plan));
    }

    // Computed apart from this code, from the paper's recurrence.
    [Fact]
    public void CopyOrder_SeedOneEpochTwo_IsAsRecorded() =>
        Assert.Equal([2, 0, 1, 3, 4, 4, 5], Order(new PinnedBatchPlan(new Partition(6, [[0, 1, 2, 3], [4, 4, 5]]), 2, 1), 2));

    [Fact]
    public void CopyOrder_OnePartWithAllRows_IsThePlainPlans()
    {
        Assert.Equal(Order(new BatchPlan(100, 8, 1, 7), 3), Order(new PinnedBatchPlan(PartsOf(100), 8, 7), 3));
        Assert.NotEqual(Order(new PinnedBatchPlan(PartsOf(100), 8, 7), 4), Order(new PinnedBatchPlan(PartsOf(100), 8, 7), 3));
    }

    [Fact]
    public void CopyOrder_OfAPart_DoesNotDependOnOtherParts() =>
        Assert.Equal(
            Order(new PinnedBatchPlan(new Partition(60, [[0], [.. Enumerable.Range(20, 40)]]), 8, 7), 1)[1..],
            Order(new PinnedBatchPlan(new Partition(60, [[.. Enumerable.Range(0, 20)], [.. Enumerable.Range(20, 40)]]), 8, 7), 1)[20..]);

    [Fact]
    public void Loader_PinnedPlan_BringsEmptySlicesAndResumes()
    {
        var plan = new PinnedBatchPlan(PartsOf(2, 7, 5), 6, 1);
        List<int[]> Read(int epoch, int step)
        {
            using var loader = new PrefetchingLoader(
                new NumberedSource(14), plan, [0, 2], new LoaderOptions { FirstEpoch = epoch, FirstStep = step, EpochCount = 2 - epoch });
            var batches = new List<int[]>();
            while (loader.TryGetNext(out var batch))
                batches.Add(batch.Count == 0
                    ? [batch.BatchCount]
                    : [batch.BatchCount, .. batch.Samples(0, batch.Count).ToArray<float>().Where((_, i) => i % 2 == 0).Select(row => (int)row)]);
            return batches;
        }
        var all = Read(0, 0);

        Assert.Equal(16, all.Count);
        Assert.Equal([4], all[2]);
        Assert.Equal(all[10..], Read(1, 1));
        Assert.All(all.Where((_, index) => index % 2 == 1), batch => Assert.All(batch[1..], row => Assert.InRange(row, 9, 13)));
    }

    [Fact]
    public void Plan_ImpossibleValues_AreRefused()
    {
        Assert.Contains("at least one sample a part", Assert.Throws<ArgumentOutOfRangeException>(() => new PinnedBatchPlan(PartsOf(5, 5), 1, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PinnedBatchPlan(PartsOf(5), 1, 0, (PartPace)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PinnedBatchPlan(PartsOf(5), 1, 0).SliceOf(5, 0));
    }

    [Fact]
    public void Identity_OtherPartsOrPace_Differs()
    {
        string Of(Partition partition, PartPace pace = default) => new PinnedBatchPlan(partition, 9, 1, pace).Identity;

        Assert.Equal(Of(PartsOf(3, 4)), Of(PartsOf(3, 4)));
        Assert.Distinct([Of(PartsOf(3, 4)), Of(PartsOf(4, 3)), Of(PartsOf(7)), Of(Schemes.Balanced(7, 2, 1)), Of(PartsOf(3, 4), PartPace.GlobalBatch)]);
    }

    private static Partition PartsOf(params int[] sizes) => new(
        sizes.Sum(), sizes.Select((size, part) => (IReadOnlyList<int>)[.. Enumerable.Range(sizes.Take(part).Sum(), size)]));

    private static int[][] Sizes(PinnedBatchPlan plan) =>
        [.. Enumerable.Range(0, plan.StepCount).Select(step => Enumerable.Range(0, plan.ShardCount).Select(shard => plan.SliceOf(step, shard).Count).ToArray())];

    private static int[] Order(BatchPlan plan, int epoch)
    {
        var order = new int[plan.SampleCount];
        plan.CopyOrder(epoch, order);
        return order;
    }
}
