using FsCheck;
using FsCheck.Fluent;

namespace Tutti.Distributed.Tests;

public sealed class BucketPlanTests
{
    private const int Head = 16;

    [Fact]
    public void Plan_AnyParametersAndSize_CoversEveryElementOnceFromTheBack() => Prop.ForAll(
        Gen.Choose(1, 400).NonEmptyListOf().Zip(Gen.Choose(1, 600)).ToArbitrary(),
        input =>
        {
            var (offsets, length) = Lay([.. input.Item1]);
            var plan = new BucketPlan(offsets, length, input.Item2);
            var end = length;
            foreach (var bucket in plan.Buckets)
            {
                Assert.Equal(end, bucket.Start + bucket.Count);
                end = bucket.Start;
            }
            Assert.Equal(0, end);
            for (var index = 0; index < offsets.Length; index++)
            {
                var bucket = plan.Buckets[plan.BucketOf(index)];
                Assert.InRange(offsets[index], bucket.Start, bucket.End - 1);
                Assert.InRange(index, bucket.FirstParameter, bucket.EndParameter - 1);
            }
            Assert.Equal(offsets.Length, plan.Buckets.Sum(bucket => bucket.ParameterCount));
            Assert.All(plan.Buckets[..^1], bucket => Assert.True(bucket.Count >= input.Item2));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_SizeOfOne_GivesEveryParameterItsOwn()
    {
        var (offsets, length) = Lay([5, 7, 9]);
        Assert.Equal(
            [new GradientBucket(Head + 12, 9, 2, 1), new GradientBucket(Head + 5, 7, 1, 1), new GradientBucket(0, Head + 5, 0, 1)],
            new BucketPlan(offsets, length, 1).Buckets);
    }

    [Fact]
    public void Plan_LargestSize_ReducesEverythingAtOnce()
    {
        var (offsets, length) = Lay([5, 7, 9]);
        Assert.Equal([new GradientBucket(0, length, 0, 3)], new BucketPlan(offsets, length, int.MaxValue).Buckets);
    }

    private static (int[] Offsets, int Length) Lay(int[] lengths)
    {
        var (offsets, end) = (new int[lengths.Length], Head);
        for (var index = 0; index < lengths.Length; end += lengths[index++]) offsets[index] = end;
        return (offsets, end);
    }
}
