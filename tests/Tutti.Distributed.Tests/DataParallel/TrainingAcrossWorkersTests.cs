using Tutti.Communication;
using Tutti.Communication.Launching;
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

/// <summary>The trainer on several workers: real networks, real threads.</summary>
public sealed class TrainingAcrossWorkersTests
{
    private const int SampleCount = 203; // the last batch of 16 has 11 samples: shards of unequal size

    public static TheoryData<int, int> Layouts => new()
    {
        { 1, 4 }, { 2, 4 }, { 3, 4 }, { 4, 4 }, { 1, 3 }, { 2, 3 }, { 3, 3 }, { 2, 7 }, { 5, 7 },
    };

    [Theory, MemberData(nameof(Layouts))]
    public async Task Fit_WithTheSameShards_GivesTheBitsOfOneWorker(int workers, int shards)
    {
        var alone = (await TrainAsync(1, shards))[0];
        var together = await TrainAsync(workers, shards);
        Assert.All(together, result =>
        {
            Assert.Equal(alone.Weights, result.Weights);
            Assert.Equal(alone.Evaluation, result.Evaluation);
            Assert.Equal(alone.TrainLoss, result.TrainLoss);
            Assert.Equal(alone.Predictions, result.Predictions);
        });
    }

    [Fact]
    public async Task Fit_WithOtherShards_RoundsDifferently()
    {
        // The control: the weights do tell layouts apart.
        Assert.NotEqual((await TrainAsync(1, 4))[0].Weights, (await TrainAsync(1, 2))[0].Weights);
    }

    // Parts of very unequal sizes, so that most late slices are empty; each worker's source refuses the rows of others' parts.
    [Theory]
    [InlineData(1, PartPace.LargestPart)]
    [InlineData(2, PartPace.LargestPart)]
    [InlineData(3, PartPace.LargestPart)]
    [InlineData(1, PartPace.GlobalBatch)]
    [InlineData(3, PartPace.GlobalBatch)]
    public async Task Fit_ShardsPinnedToParts_GivesTheBitsOfOneWorkerAndMovesNoRow(int workers, PartPace pace)
    {
        var partition = Partitions.PowerLaw(SampleCount, 4, 2, seed: 5);
        var options = new TrainerOptions { EpochCount = 2, BatchSize = 16, Partition = partition, PartPace = pace };
        var alone = Pinned(new DataParallel(World.Single(), new DataParallelOptions { ShardCount = 4 }), options);
        var together = await Distributor.RunAsync(new DistributorOptions { Workers = workers }, (world, _) =>
            Pinned(new DataParallel(world, new DataParallelOptions { ShardCount = 4 }), options));

        Assert.All(together, weights => Assert.Equal(alone, weights));
    }

    [Fact]
    public async Task Fit_WhenOneWorkerIsAskedToStop_StopsAllAfterTheSameStep()
    {
        var summaries = await Distributor.RunAsync(new DistributorOptions { Workers = 3 }, (world, _) =>
        {
            using var asked = new CancellationTokenSource();
            var trainer = new Trainer(Network(), new Sgd(0.1), Losses.CrossEntropy, new DataParallel(world),
                new() { EpochCount = 10, BatchSize = 16 });
            if (world.Rank == 1) trainer.Observers.Add(new StopAt(5, asked));
            return trainer.Fit(Data(), cancellation: asked.Token);
        });
        Assert.All(summaries, summary => Assert.Equal((6, true), (summary.StepCount, summary.WasCancelled)));
    }

    [Fact]
    public async Task Fit_WhenTheLossBreaks_FailsOnEveryWorkerWithTheCause()
    {
        var error = await Assert.ThrowsAsync<TrainingDivergedException>(() => Distributor.RunAsync(new DistributorOptions { Workers = 3 }, (world, _) =>
            new Trainer(Network(), new Sgd(1e30), Losses.CrossEntropy, new DataParallel(world), new() { BatchSize = 16 }).Fit(Data())));
        Assert.NotNull(error.ParameterName);
    }

    [Fact]
    public async Task Fit_WhenOneWorkersReplicaDiffers_IsRefusedByName()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (world, _) =>
        {
            var network = new Sequential(new Linear(6, world.Rank == 0 ? 8 : 9), new ReLU(), new Linear(world.Rank == 0 ? 8 : 9, 4));
            return new Trainer(network, new Sgd(0.1), Losses.CrossEntropy, new DataParallel(world)).Fit(Data());
        }));
        Assert.Contains("0.weight", error.Message);
    }

    // Labels that a small network can learn exactly; uncompressed it ends below 0.1 too.
    [Theory]
    [InlineData("none")]
    [InlineData("half")]
    [InlineData("int8")]
    [InlineData("top-k:0.05")]
    [InlineData("power-sgd:1")]
    public async Task Fit_WithAnyCompression_LearnsTheLabels(string compression)
    {
        var summaries = await Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (world, _) =>
        {
            var strategy = new DataParallel(world, new DataParallelOptions { Compression = GradientCompression.Parse(compression), BucketBytes = 100 });
            return new Trainer(Network(), new Adam(1e-2), Losses.CrossEntropy, strategy, new() { EpochCount = 20, BatchSize = 16 }).Fit(Data(IndexOfLargest));
        });
        Assert.All(summaries, summary => Assert.InRange(summary.TrainLoss, 0, 0.2));
    }

    private static float[] Pinned(DataParallel strategy, TrainerOptions options)
    {
        var network = Network();
        var own = strategy.OwnShards.ToArray().SelectMany(shard => options.Partition!.Rows(shard).ToArray()).ToHashSet();
        new Trainer(network, new Sgd(0.1), Losses.CrossEntropy, strategy, options).Fit(new OwnRows(Data(), own));
        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
    }

    private static async Task<IReadOnlyList<Result>> TrainAsync(int workers, int shards) =>
        await Distributor.RunAsync(new DistributorOptions { Workers = workers }, (world, _) =>
        {
            var network = Network();
            var strategy = new DataParallel(world, new DataParallelOptions { ShardCount = shards });
            var trainer = new Trainer(network, new Adam(1e-2), Losses.CrossEntropy, strategy,
                new() { EpochCount = 3, BatchSize = 16, Seed = 9, EvaluationBatchSize = 10 });
            var summary = trainer.Fit(Data(), Data());
            var weights = network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>()).ToArray();
            return new Result(weights, summary.Validation!, summary.TrainLoss, trainer.Predict(Data()));
        });

    private static Sequential Network() => new(new Linear(6, 24), new ReLU(), new Linear(24, 4));

    private static int IndexOfLargest(float[] sample) => Array.IndexOf(sample[..4], sample[..4].Max());

    // Labels that nobody can learn, unless they are said.
    private static ClassificationDataset Data(Func<float[], int>? labelOf = null)
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        var samples = new float[6 * SampleCount];
        var labels = new byte[SampleCount];
        foreach (ref var value in samples.AsSpan()) value = random.NextNormal();
        for (var i = 0; i < SampleCount; i++) labels[i] = (byte)(labelOf?.Invoke(samples[(6 * i)..(6 * i + 6)]) ?? random.NextInt32(4));
        return ClassificationDataset.FromFloats("noise", samples, labels, [6], ["a", "b", "c", "d"], new Standardization(0, 1));
    }

    private sealed record Result(float[] Weights, Evaluation Evaluation, double TrainLoss, Prediction[] Predictions);

    private sealed class StopAt(long step, CancellationTokenSource asked) : TrainingObserver
    {
        public override void StepEnded(in StepReport report)
        {
            if (report.Step == step) asked.Cancel();
        }
    }

    private sealed class OwnRows(ISampleSource source, HashSet<int> own) : ISampleSource
    {
        public int Count => source.Count;

        public Shape SampleShape => source.SampleShape;

        public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
        {
            Assert.All(rows.ToArray(), row => Assert.Contains(row, own));
            source.CopySamples(rows, destination);
        }

        public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => source.CopyTargets(rows, destination);
    }
}
