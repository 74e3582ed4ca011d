using Tutti.Communication;

namespace Tutti.Distributed.Tests;

/// <summary>Gradients that are summed while the backward pass goes on.</summary>
public sealed class OverlapTests
{
    public static TheoryData<int, int, int?> Layouts
    {
        get
        {
            var cases = new TheoryData<int, int, int?>();
            foreach (var bucketBytes in new int?[] { 1, 100, 600, null })
                foreach (var (workers, shards) in new[] { (1, 4), (2, 4), (3, 4), (4, 4), (2, 2) })
                    cases.Add(workers, shards, bucketBytes);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Training_AnyBucketSize_HasTheBitsOfOneSum(int workers, int shards, int? bucketBytes)
    {
        var alone = OverlappingTraining.Train(World.Single(), new() { ShardCount = shards, BucketBytes = int.MaxValue });
        var options = new DataParallelOptions { ShardCount = shards, BucketBytes = bucketBytes };
        Assert.All(WorkerThreads.Run(workers, world => OverlappingTraining.Train(world, options)), weights => Assert.Equal(alone, weights));
    }

    [Fact]
    public void CompleteGradient_OfTheLastBucketsParameters_SumsThemWhileTheShardIsOpen()
    {
        var sums = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = (new DataParallel(world, new DataParallelOptions { BucketBytes = 1 }), new LinearModel(Binding.Binds));
            strategy.Attach(model);
            strategy.BeginShard(0);
            model.Gradients(2).Fill(world.Rank + 1);
            strategy.CompleteGradient(2);
            // The sum lands where the gradient was.
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref model.Gradients(2)[0]) == 3, WorkerThreads.Deadline), "the sum does not come while the shard is open");
            model.Gradients(0).Fill(10);
            model.Gradients(1).Fill(world.Rank);
            strategy.CompleteShard(0, 1, 0.5);
            Assert.Equal(2, strategy.CompleteStep(false).Loss);
            return (model.Gradients(0)[5], model.Gradients(1)[0], model.Gradients(2)[0]);
        });
        Assert.All(sums, sum => Assert.Equal((20f, 1f, 3f), sum));
    }

    [Fact]
    public void CompleteGradient_OfAModelThatKeepsItsGradients_IsNotOverwrittenByThem()
    {
        var sums = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = (new DataParallel(world, new DataParallelOptions { BucketBytes = 1 }), new LinearModel(Binding.Refuses));
            strategy.Attach(model);
            strategy.BeginShard(0);
            for (var index = 2; index >= 0; index--)
            {
                model.Gradients(index).Fill(world.Rank + index);
                strategy.CompleteGradient(index);
            }
            strategy.CompleteShard(0, 1, 0.5);
            strategy.CompleteStep(false);
            return (model.Gradients(0)[0], model.Gradients(1)[0], model.Gradients(2)[0]);
        });
        Assert.All(sums, sum => Assert.Equal((1f, 3f, 5f), sum));
    }

    [Fact]
    public void CompleteGradient_OutsideAShard_Throws()
    {
        var strategy = new DataParallel(World.Single());
        Assert.Throws<InvalidOperationException>(() => strategy.CompleteGradient(0));
        strategy.Attach(new LinearModel(Binding.Binds));
        Assert.Contains("no shard is open", Assert.Throws<InvalidOperationException>(() => strategy.CompleteGradient(0)).Message);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, true)]
    public void FollowsGradients_OfRanksThatShareMemory_OnlyWithSeveralBuckets(int? bucketBytes, bool expected)
    {
        var strategy = new DataParallel(World.Single(), new DataParallelOptions { BucketBytes = bucketBytes });
        Assert.False(strategy.FollowsGradients);
        strategy.Attach(new LinearModel(Binding.Binds));
        Assert.Equal(expected, strategy.FollowsGradients);
    }

    [Fact]
    public void Constructor_BucketOfNothing_IsRefused() => Assert.Contains(
        "BucketBytes is 0, expected at least 1",
        Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new DataParallelOptions { BucketBytes = 0 })).Message);
}
