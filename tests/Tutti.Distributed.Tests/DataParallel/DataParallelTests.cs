using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

public sealed class DataParallelTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static TheoryData<int, int> ShardsAndBindings
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (var shardCount in new[] { 4, 5, 7 })
                foreach (var binding in Enum.GetValues<Binding>())
                    cases.Add(shardCount, (int)binding);
            return cases;
        }
    }

    [Theory, MemberData(nameof(ShardsAndBindings))]
    public void Training_SameShards_HasBitsOfHandMadeTreeForEveryWorkerCount(int shardCount, int binding) =>
        CheckEveryWorkerCount(shardCount, (Binding)binding, step => 23 + step);

    [Theory, MemberData(nameof(ShardsAndBindings))]
    public void Training_BatchesSmallerThanShards_HasBitsOfHandMadeTreeForEveryWorkerCount(int shardCount, int binding) =>
        CheckEveryWorkerCount(shardCount, (Binding)binding, step => 1 + step % 5);

    [Fact]
    public void Training_OtherShardCount_GivesOtherBits()
    {
        // The control: the data do tell sums of other shape apart.
        var (four, two) = (new LinearModel(Binding.Binds), new LinearModel(Binding.Binds));
        LinearTraining.RunByHand(4, four, _ => 32);
        LinearTraining.RunByHand(2, two, _ => 32);
        Assert.NotEqual(four.WeightBits(), two.WeightBits());
    }

    [Fact]
    public void Training_OneShard_HasBitsOfSingleWorker()
    {
        var (parallel, single) = (new LinearModel(Binding.Binds), new LinearModel(Binding.Refuses));
        Assert.Equal(LinearTraining.Run(new SingleWorker(), single, _ => 32), LinearTraining.Run(new DataParallel(World.Single()), parallel, _ => 32));
        Assert.Equal(single.WeightBits(), parallel.WeightBits());
    }

    [Fact]
    public void Attach_ReplicasStartDifferently_AllGetRankZerosValues()
    {
        var weights = Run(3, world =>
        {
            var model = new LinearModel(Binding.Binds, initial: world.Rank + 1);
            new DataParallel(world).Attach(model);
            return model.WeightBits();
        });
        Assert.All(weights, bits => Assert.All(bits, value => Assert.Equal(BitConverter.SingleToInt32Bits(1), value)));
    }

    [Fact]
    public void Attach_BindingModel_WritesGradientsInMemoryOfTheGroup()
    {
        var model = new LinearModel(Binding.Binds);
        var strategy = new DataParallel(World.Single(), new DataParallelOptions { ShardCount = 2 });
        strategy.Attach(model);
        strategy.BeginShard(0);
        Assert.False(model.Gradients(0).Overlaps(model.Gradients(1)));
        model.Gradients(0).Fill(1);
        strategy.BeginShard(1);
        Assert.Equal(0, model.Gradients(0)[0]);
        strategy.BeginShard(0);
        Assert.Equal(1, model.Gradients(0)[0]);
    }

    [Fact]
    public void Attach_ParameterNamesDiffer_EveryRankNamesBoth()
    {
        var errors = Run(3, world => Record.Exception(
            () => new DataParallel(world).Attach(new LinearModel(Binding.Binds, biasName: world.Rank == 2 ? "offset" : "bias"))));
        Assert.All(errors, error => Assert.Contains(
            "the ranks' models differ at parameter 1. Got 'bias' of 1 elements on rank 0 and 'offset' of 1 elements on rank 2.",
            Assert.IsType<InvalidOperationException>(error).Message));
    }

    [Fact]
    public void Attach_ParameterLengthsDiffer_EveryRankNamesBoth()
    {
        var errors = Run(2, world => Record.Exception(
            () => new DataParallel(world).Attach(new LinearModel(Binding.Binds, unusedLength: 3 + world.Rank))));
        Assert.All(errors, error => Assert.Contains(
            "Got 'unused' of 3 elements on rank 0 and 'unused' of 4 elements on rank 1.", Assert.IsType<InvalidOperationException>(error).Message));
    }

    [Fact]
    public void Attach_ShardCountsDiffer_EveryRankThrows()
    {
        var errors = Run(2, world => Record.Exception(
            () => new DataParallel(world, new DataParallelOptions { ShardCount = 2 + world.Rank }).Attach(new LinearModel(Binding.Binds))));
        Assert.All(errors, error => Assert.IsType<CollectiveMismatchException>(error));
    }

    [Fact]
    public void Constructor_ShardCount_DefaultsToWorkersAndMayNotBeLess()
    {
        Run(3, world =>
        {
            var strategy = new DataParallel(world);
            Assert.Equal(("data-parallel", world.Rank, 3, 3), (strategy.Name, strategy.Rank, strategy.WorkerCount, strategy.ShardCount));
            var error = Assert.Throws<ArgumentException>(() => new DataParallel(world, new DataParallelOptions { ShardCount = 2 }));
            Assert.Contains("ShardCount is 2 with 3 workers, expected 3 or more", error.Message);
            return 0;
        });
    }

    [Theory, InlineData(4, 3), InlineData(7, 4), InlineData(4, 1)]
    public void OwnShards_OfAllRanks_AreEachShardOnceAndEven(int shardCount, int size)
    {
        var owned = Run(size, world => new DataParallel(world, new DataParallelOptions { ShardCount = shardCount }).OwnShards.ToArray());
        Assert.Equal(Enumerable.Range(0, shardCount), owned.SelectMany(shards => shards));
        Assert.InRange(owned.Max(shards => shards.Length) - owned.Min(shards => shards.Length), 0, 1);
    }

    [Fact]
    public void Step_CalledInWrongOrder_SaysWhatIsMissing()
    {
        var strategy = new DataParallel(World.Single(), new DataParallelOptions { ShardCount = 2 });
        Assert.Contains("BeginShard: the strategy has no model", Assert.Throws<InvalidOperationException>(() => strategy.BeginShard(0)).Message);
        strategy.Attach(new LinearModel(Binding.Binds));
        Assert.Contains("Got position 2. Expected 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => strategy.BeginShard(2)).Message);
        Assert.Contains("no shard is open", Assert.Throws<InvalidOperationException>(() => strategy.CompleteShard(0, 0, 1)).Message);
        strategy.SkipShard(0);
        Assert.Contains("Got nothing for position 1.", Assert.Throws<InvalidOperationException>(() => strategy.CompleteStep(wantsToStop: false)).Message);
        strategy.BeginShard(1);
        Assert.Contains("position 1 is open", Assert.Throws<InvalidOperationException>(() => strategy.CompleteShard(0, 0, 1)).Message);
    }

    [Fact]
    public void Gather_UnevenContributions_JoinsInRankOrder()
    {
        var joined = Run(3, world => new DataParallel(world).Gather(Enumerable.Repeat((double)world.Rank, world.Rank).ToArray()));
        Assert.All(joined, values => Assert.Equal([1, 2, 2], values));
    }

    [Fact]
    public void Step_InSteadyState_AllocatesNothing()
    {
        var allocated = Run(2, world =>
        {
            var (strategy, model) = (new DataParallel(world, new DataParallelOptions { ShardCount = 4 }), new LinearModel(Binding.Binds));
            strategy.Attach(model);
            var batch = LinearTraining.Batch(0, 8);
            for (var step = 0; step < 100; step++) LinearTraining.Step(strategy, model, batch);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 1_000; step++) LinearTraining.Step(strategy, model, batch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    private static void CheckEveryWorkerCount(int shardCount, Binding binding, Func<int, int> batchSize)
    {
        var model = new LinearModel(Binding.Binds);
        var losses = LinearTraining.RunByHand(shardCount, model, batchSize);
        for (var size = 1; size <= 4; size++)
            foreach (var (weights, loss) in Run(size, world =>
            {
                var replica = new LinearModel(binding, initial: world.Rank == 0 ? 0.1f : -1);
                var strategy = new DataParallel(world, new DataParallelOptions { ShardCount = shardCount });
                var own = LinearTraining.Run(strategy, replica, batchSize);
                return (replica.WeightBits(), own);
            }))
            {
                Assert.Equal(losses, loss);
                Assert.Equal(model.WeightBits(), weights);
            }
    }

    private static IReadOnlyList<T> Run<T>(int size, Func<World, T> work) =>
        Distributor.RunAsync(new DistributorOptions { Workers = size, Timeout = Deadline }, (world, _) => work(world))
            .WaitAsync(3 * Deadline).GetAwaiter().GetResult();
}
