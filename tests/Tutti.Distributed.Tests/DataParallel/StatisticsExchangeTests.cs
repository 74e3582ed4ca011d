using Tutti.Communication;
using Tutti.Distributed.Elastic;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Distributed.Tests;

/// <summary>Synchronised batch normalisation: training on S shards is, up to rounding, training on the whole batch.</summary>
public sealed class StatisticsExchangeTests
{
    private static readonly DataParallelOptions Synchronized = new() { SynchronizesBatchNorm = true };

    // 16 a batch: the last one has 3 samples, or 2, so that with 4 workers some shards have one sample, and some none.
    [Theory]
    [InlineData(2, 51)]
    [InlineData(3, 51)]
    [InlineData(4, 51)]
    [InlineData(4, 50)]
    public void Fit_AnyNumberOfShards_IsThatOfTheWholeBatch(int workers, int sampleCount)
    {
        var whole = Train(1, sampleCount, new DataParallelOptions())[0];
        var together = Train(workers, sampleCount, Synchronized);
        Assert.All(together, state => Assert.Equal(together[0], state));
        Assert.InRange(Distance(whole, together[0]), 0, 2e-5);
    }

    // The control: each shard by itself goes elsewhere.
    [Fact]
    public void Fit_EachShardByItself_IsAnotherTraining() =>
        Assert.InRange(Distance(Train(1, 52, new DataParallelOptions())[0], Train(2, 52, new DataParallelOptions())[0]), 1e-2, 100);

    [Fact]
    public void Fit_OneShard_ChangesNoBit() =>
        Assert.Equal(Train(1, 51, new DataParallelOptions())[0], Train(1, 51, Synchronized)[0]);

    // One step, before an optimizer enlarges differences.
    [Fact]
    public void Step_OfThreeShards_GivesOutputsGradientsAndStatisticsOfTheWholeBatch()
    {
        var whole = Step(new DataParallel(World.Single()));
        var parts = WorkerThreads.Run(3, world => Step(new DataParallel(world, Synchronized)));
        Close(whole.Output, [.. parts.SelectMany(part => part.Output)]);
        Assert.All(parts, part => Close(whole.Gradients, part.Gradients));
        Assert.All(parts, part => Close(whole.Buffers, part.Buffers));
    }

    [Theory]
    [InlineData("none", 100)]
    [InlineData("half", 100)]
    [InlineData("power-sgd:1", null)]
    public void Fit_WithSmallBucketsAndCompression_GivesTheSameBitsEveryTime(string compression, int? bucketBytes)
    {
        var options = Synchronized with { Compression = GradientCompression.Parse(compression), BucketBytes = bucketBytes };
        var first = Train(3, 51, options);
        Assert.All(first.Concat(Train(3, 51, options)), state => Assert.Equal(first[0], state));
        if (compression == "none") Assert.Equal(Train(3, 51, Synchronized)[0], first[0]);
    }

    // 50 samples: two of four shards have none in each epoch's last step, and answer while the others pass gradients on.
    [Theory]
    [InlineData(StateSharding.OptimizerState)]
    [InlineData(StateSharding.Gradients)]
    public void Fit_ShardedWithShardsWithoutSamples_HasTheBitsOfAnUndividedOne(StateSharding sharding)
    {
        var expected = Train(4, 50, Synchronized)[0];
        Assert.All(Train(4, 50, Synchronized with { Sharding = sharding, BucketBytes = 100 }), state => Assert.Equal(expected, state));
    }

    // Parts of very unequal sizes: workers run out of samples at different times, and stand by.
    [Theory]
    [InlineData(PartPace.LargestPart)]
    [InlineData(PartPace.GlobalBatch)]
    public void Fit_PartsThatRunOut_EndsWithTheSameBitsOnEveryWorker(PartPace pace)
    {
        var partition = Partitions.PowerLaw(200, 4, 2, seed: 5);
        var all = WorkerThreads.Run(4, world => Fit(new DataParallel(world, Synchronized), 200, new() { Partition = partition, PartPace = pace }));
        Assert.All(all, state => Assert.Equal(all[0], state));
        Assert.All(all[0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Fit_ValidationSamplesForOneRankAlone_WaitsForNobody()
    {
        var answers = WorkerThreads.Run(2, world =>
        {
            var trainer = Trainer(new DataParallel(world, Synchronized), Network(), new() { EpochCount = 1 });
            trainer.Fit(Data(51), Data(1));
            return trainer.Predict(Data(1)).Length;
        });
        Assert.Equal([1, 1], answers);
    }

    [Fact]
    public void Fit_WorkerLostInAForwardPass_TellsTheOthersWho()
    {
        var errors = WorkerThreads.Run(2, world =>
        {
            var network = new Sequential(new Linear(6, 8), new Failing(world.Rank == 1 ? 3 : int.MaxValue), new BatchNorm1d(8), new Linear(8, 4));
            var failure = Record.Exception(() => Trainer(new DataParallel(world, Synchronized), network, new()).Fit(Data(51)));
            if (world.Rank == 1) world.Group.Abort(failure!);
            return failure;
        });
        Assert.IsType<NotSupportedException>(errors[1]);
        Assert.Equal(1, Assert.IsType<PeerLostException>(errors[0]).Peer);
    }

    [Fact]
    public void Fit_ShardsThatUseOtherLayers_IsRefused()
    {
        var errors = WorkerThreads.Run(2, world =>
        {
            Module extra = world.Rank == 0 ? new Failing(int.MaxValue) : new BatchNorm1d(8, new() { Affine = false, TrackRunningStatistics = false });
            var network = new Sequential(new Linear(6, 8), new BatchNorm1d(8), extra, new Linear(8, 4));
            var failure = Record.Exception(() => Trainer(new DataParallel(world, Synchronized), network, new()).Fit(Data(51)));
            world.Group.Abort(failure!);
            return failure;
        });
        // Rank 0 is in its backward pass while rank 1 is in the next layer's forward pass.
        Assert.Contains(errors, error => error is InvalidOperationException && error.Message.Contains("do not compute the same", StringComparison.Ordinal));
    }

    [Fact]
    public void Attach_OneRankAlone_IsRefused() =>
        Assert.Contains("synchronised batch normalisation", Assert.ThrowsAny<Exception>(() => WorkerThreads.Run(2, world =>
        {
            new DataParallel(world, new() { SynchronizesBatchNorm = world.Rank == 0 }).Attach(new ModelParameters(Network()));
            return 0;
        })).Message);

    [Fact]
    public void Constructors_WhatDoesNotFit_SayWhy()
    {
        Assert.Contains("SynchronizesBatchNorm is true with 3 shards on 1 workers",
            Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), Synchronized with { ShardCount = 3 })).Message);
        Assert.Contains("MicroBatchSize is 4 where batch normalisation looks at all shards", Assert.Throws<ArgumentException>(
            () => Trainer(new DataParallel(World.Single(), Synchronized), Network(), new() { MicroBatchSize = 4 })).Message);
        Assert.Contains("Got SynchronizesBatchNorm",
            Assert.Throws<ArgumentException>(() => new ElasticDataParallel(new ElasticWorld(World.Single()), Synchronized)).Message);
    }

    private static IReadOnlyList<float[]> Train(int workers, int sampleCount, DataParallelOptions options) =>
        WorkerThreads.Run(workers, world => Fit(new DataParallel(world, options), sampleCount, new()));

    // All parameters and buffers afterwards.
    private static float[] Fit(DataParallel strategy, int sampleCount, TrainerOptions options)
    {
        var network = Network();
        Trainer(strategy, network, options).Fit(Data(sampleCount));
        return State(network);
    }

    private static Trainer Trainer(DataParallel strategy, Sequential network, TrainerOptions options) =>
        new(network, new Sgd(0.05), Losses.CrossEntropy, strategy, options with { EpochCount = 2, BatchSize = 16, Seed = 3 });

    private static (float[] Output, float[] Gradients, float[] Buffers) Step(DataParallel strategy)
    {
        var network = Network();
        network.Initialize(3);
        var parameters = new ModelParameters(network);
        strategy.Attach(parameters);
        strategy.BeginShard(0);
        var rows = 30 / strategy.ShardCount;
        var inputs = Tensor.From([.. Values(30 * 6)[(strategy.Rank * rows * 6)..((strategy.Rank + 1) * rows * 6)]], [rows, 6]);
        Tensor output;
        using (BatchSynchronization.Begin(strategy.StatisticsExchange)) output = network.Forward(inputs);
        var loss = output.Tanh().Mean();
        loss.Backward((double)rows / 30);
        strategy.CompleteShard(0, (float)loss.ToScalar() * rows / 30, (double)rows / 30);
        strategy.CompleteStep(wantsToStop: false);
        return (output.ToArray<float>(), [.. Enumerable.Range(0, parameters.ParameterCount).SelectMany(index => parameters.Gradients(index).ToArray())],
            State(network));
    }

    private static Sequential Network() => new(
        new Linear(6, 24), new BatchNorm1d(24), new ReLU(), new Linear(24, 24), new BatchNorm1d(24, new() { Momentum = null }), new Tanh(), new Linear(24, 4));

    private static float[] State(Sequential network) =>
        [.. network.State.Where(entry => entry.Value.ElementType == ElementType.Float32).SelectMany(entry => entry.Value.ToArray<float>())];

    private static float Distance(float[] one, float[] other) => one.Zip(other, (x, y) => Math.Abs(x - y)).Max();

    private static void Close(float[] expected, float[] actual) => Assert.InRange(Distance(expected, actual), 0, 2e-6);

    private static float[] Values(int count)
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static ClassificationDataset Data(int count) =>
        ClassificationDataset.FromFloats("noise", Values(6 * count), [.. Enumerable.Range(0, count).Select(i => (byte)(i % 4))], [6], ["a", "b", "c", "d"],
            new Standardization(0, 1));

    /// <summary>Passes its input on, until it fails.</summary>
    private sealed class Failing(int call) : Module
    {
        private int calls;

        public override Tensor Forward(Tensor input) => ++calls < call ? input : throw new NotSupportedException("The machine is on fire.");
    }
}
