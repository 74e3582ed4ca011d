using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Optimizers;

namespace Tutti.Distributed.Tests;

public sealed class OwnershipPlanTests
{
    private const int Block = GradientClipping.BlockElements;

    private static readonly Gen<(int[] Lengths, int BucketElements, int Size)> Inputs =
        from lengths in Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(900, 1_100), Gen.Choose(0, 20_000)).NonEmptyListOf()
        from bucket in Gen.OneOf(Gen.Choose(1, 100_000), Gen.Constant(int.MaxValue))
        from size in Gen.Choose(1, 9)
        select (lengths.ToArray(), bucket, size);

    [Fact]
    public void Plan_AnyParameters_GivesEveryElementToOneRankInOrder() => Prop.ForAll(Inputs.ToArbitrary(), input =>
    {
        var (layout, plan) = Lay(input.Lengths, input.BucketElements);
        foreach (var canDivide in new[] { true, false })
        {
            var owners = new OwnershipPlan(layout, plan, input.Size, canDivide);
            for (var index = 0; index < input.Lengths.Length; index++)
            {
                var end = 0;
                for (var rank = 0; rank < input.Size; rank++)
                {
                    var (start, count) = owners.PartOf(index, rank);
                    if (count == 0) continue;
                    Assert.Equal(end, start);
                    end += count;
                    // What is summed as one block is one rank's, and so is what cannot be divided.
                    Assert.True(canDivide ? end == input.Lengths[index] || end % Block == 0 : end == input.Lengths[index]);
                }
                Assert.Equal(input.Lengths[index], end);
            }
            foreach (var bucket in plan.Buckets)
            {
                var bounds = owners.BoundsOf(bucket);
                Assert.Equal((bucket.Start + layout.HeadOf(bucket), bucket.End), (bounds[0], bounds[^1]));
                Assert.Equal(bounds.Order(), bounds);
            }
            Assert.Equal(layout.Count - layout.HeadCount, Enumerable.Range(0, input.Size).Sum(owners.CountOf));
        }
    }).QuickCheckThrowOnFailure();

    // A cut is at most half a block from where it should be.
    [Fact]
    public void Plan_DividedParameters_IsBalancedUpToABlock() => Prop.ForAll(Inputs.ToArbitrary(), input =>
    {
        var (layout, plan) = Lay(input.Lengths, input.BucketElements);
        var owners = new OwnershipPlan(layout, plan, input.Size, canDivide: true);
        var fair = (layout.Count - layout.HeadCount) / (double)input.Size;
        for (var rank = 0; rank < input.Size; rank++) Assert.True(owners.CountOf(rank) <= fair + 1.5 * Block, $"{owners.CountOf(rank)} of {fair}");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_WholeParameters_AreDealtInTurn()
    {
        var (layout, plan) = Lay([500, 500, 500, 500, 500, 500], 1);
        var owners = new OwnershipPlan(layout, plan, 3, canDivide: false);
        Assert.All(Enumerable.Range(0, 3), rank => Assert.Equal(2 * GradientLayout.InLines(500), owners.CountOf(rank)));
    }

    private static (GradientLayout, BucketPlan) Lay(int[] lengths, int bucketElements)
    {
        var layout = new GradientLayout(new SizedModel(lengths), 5);
        return (layout, new BucketPlan(layout.Offsets, layout.Count, bucketElements));
    }
}
