using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Distributed.Elastic;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors.Random;

namespace Tutti.Distributed.Tests.Elastic;

/// <summary>One of several workers is lost; the others gather in another job of threads and go on.</summary>
public sealed class ElasticDataParallelTests
{
    private const int SampleCount = 203, Shards = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TrainerOptions Options = new()
    {
        EpochCount = 3, BatchSize = 32, Seed = 9, EvaluationBatchSize = 10, Plateau = new() { Patience = 0, Threshold = 0.5 }, ClipNorm = 1,
    };

    // 7 steps an epoch: within an epoch, in its last step, in its first, and in the evaluation.
    [Theory]
    [InlineData(3, 1, 5)]
    [InlineData(3, 0, 7)]
    [InlineData(3, 2, 8)]
    [InlineData(2, 0, 14)]
    [InlineData(4, 3, 20)]
    public async Task Fit_WhenAWorkerIsLost_GoesOnToTheBitsOfOneWorker(int workers, int victim, long step)
    {
        var alone = Train(new DataParallel(World.Single(), new() { ShardCount = Shards }));
        var next = new Survivors(workers - 1);

        await Assert.ThrowsAsync<FormatException>(() => Distributor.RunAsync(new DistributorOptions { Workers = workers }, (world, _) =>
        {
            var elastic = new ElasticWorld(world, (former, _) => next.Join(former.Rank - (former.Rank > victim ? 1 : 0)), null, default);
            var strategy = new ElasticDataParallel(elastic, new() { ShardCount = Shards });
            if (world.Rank == victim) return Train(strategy, new Dies(step));
            var changes = new Changes();
            var result = Train(strategy, changes);
            next.Leave(strategy.Rank, result);
            Assert.Equal((workers, workers - 1), Assert.Single(changes.All));
            return result;
        }));

        Assert.All(await next.Results.WaitAsync(Deadline), result => Assert.Equal(alone, result));
    }

    // Whatever rank: the next takes its place.
    [Theory, InlineData(0), InlineData(2)]
    public async Task Fit_WhenAWorkerIsAskedToLeave_ReturnsThereAndGoesOnElsewhereToTheBitsOfOneWorker(int leaver)
    {
        var alone = Train(new DataParallel(World.Single(), new() { ShardCount = Shards }));
        var next = new Survivors(2);

        var all = await Distributor.RunAsync(new DistributorOptions { Workers = 3 }, (world, _) =>
        {
            var elastic = new ElasticWorld(world, (former, _) => next.Join(former.Rank - (former.Rank > leaver ? 1 : 0)), null, default);
            var strategy = new ElasticDataParallel(elastic, new() { ShardCount = Shards });
            var changes = new Changes();
            var result = Train(strategy, changes, new Wishes(elastic, world.Rank == leaver ? 5 : 0));
            Assert.Equal(world.Rank == leaver, elastic.HasLeft);
            if (elastic.HasLeft) return result;
            next.Leave(strategy.Rank, result);
            Assert.Equal((3, 2), Assert.Single(changes.All));
            return result;
        });

        Assert.EndsWith(" 5", all[leaver], StringComparison.Ordinal);
        Assert.All(await next.Results.WaitAsync(Deadline), result => Assert.Equal(alone, result));
    }

    [Fact]
    public async Task Fit_WhenTooFewWouldStay_StopsOnAll()
    {
        var all = await Distributor.RunAsync(new DistributorOptions { Workers = 3 }, (world, _) =>
        {
            var elastic = new ElasticWorld(world, (_, _) => throw new InvalidOperationException("nobody gathers"), null, default) { MinWorkers = 2 };
            var result = Train(new ElasticDataParallel(elastic, new() { ShardCount = Shards }), new Wishes(elastic, world.Rank > 0 ? 5 : 0));
            Assert.False(elastic.HasLeft);
            return result;
        });

        Assert.All(all, result => Assert.EndsWith(" 6", result, StringComparison.Ordinal));
    }

    private static string Train(ITrainingStrategy strategy, params TrainingObserver[] observers)
    {
        var network = new Sequential(new Linear(6, 24), new BatchNorm1d(24), new ReLU(), new Dropout(0.3), new Linear(24, 4));
        var trainer = new Trainer(network, new Adam(1e-2), Losses.CrossEntropy, strategy, Options);
        foreach (var observer in observers) trainer.Observers.Add(observer);
        var summary = trainer.Fit(Data(), Data());
        return $"{network.WeightsSha256()} {summary.TrainLoss:R} {summary.Validation} {summary.StepCount}";
    }

    [Fact]
    public async Task Constructor_Compression_IsRefused()
    {
        await using var world = new ElasticWorld(World.Single());
        Assert.Contains("Got Compression 'half'", Assert.Throws<ArgumentException>(
            () => new ElasticDataParallel(world, new() { Compression = GradientCompression.Parse("half") })).Message);
    }

    [Fact]
    public async Task Constructor_Sharding_IsRefused()
    {
        await using var world = new ElasticWorld(World.Single());
        Assert.Contains("Got Sharding OptimizerState", Assert.Throws<ArgumentException>(
            () => new ElasticDataParallel(world, new() { Sharding = StateSharding.OptimizerState })).Message);
    }

    private static ClassificationDataset Data()
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        var samples = new float[6 * SampleCount];
        var labels = new byte[SampleCount];
        foreach (ref var value in samples.AsSpan()) value = random.NextNormal();
        for (var i = 0; i < SampleCount; i++) labels[i] = (byte)random.NextInt32(4);
        return ClassificationDataset.FromFloats("noise", samples, labels, [6], ["a", "b", "c", "d"], new Standardization(0, 1));
    }

    /// <summary>A job of threads that lend their worlds to the survivors of another one.</summary>
    private sealed class Survivors
    {
        private readonly TaskCompletionSource<World>[] worlds;
        private readonly TaskCompletionSource<string>[] results;

        internal Survivors(int count)
        {
            worlds = [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource<World>())];
            results = [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource<string>())];
            Results = Distributor.RunAsync(new DistributorOptions { Workers = count }, (world, _) =>
            {
                worlds[world.Rank].SetResult(world);
                return results[world.Rank].Task.WaitAsync(Deadline).GetAwaiter().GetResult();
            });
        }

        internal Task<IReadOnlyList<string>> Results { get; }

        internal World Join(int rank) => worlds[rank].Task.WaitAsync(Deadline).GetAwaiter().GetResult();

        internal void Leave(int rank, string result) => results[rank].SetResult(result);
    }

    private sealed class Dies(long step) : TrainingObserver
    {
        public override void StepEnded(in StepReport report)
        {
            if (report.Step == step) throw new FormatException("the worker is gone");
        }
    }

    private sealed class Wishes(ElasticWorld world, long step) : TrainingObserver
    {
        public override void StepEnded(in StepReport report)
        {
            if (report.Step == step) Assert.True(world.RequestLeave());
        }
    }

    private sealed class Changes : TrainingObserver
    {
        internal List<(int Before, int After)> All { get; } = [];

        public override void WorkersChanged(WorkersChange change) => All.Add((change.WorkersBefore, change.WorkerCount));
    }
}
