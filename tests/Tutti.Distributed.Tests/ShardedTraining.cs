using Tutti.Communication;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors.Random;

namespace Tutti.Distributed.Tests;

/// <summary>A short training whose parameters are several blocks long, with forward statistics and shards of unequal size.</summary>
internal static class ShardedTraining
{
    internal const int Width = 300, StepCount = 5;

    private const int SampleCount = 75;

    internal static IReadOnlyDictionary<string, Func<Optimizer>> Optimizers { get; } = new Dictionary<string, Func<Optimizer>>
    {
        ["sgd"] = () => new Sgd(0.05),
        ["momentum"] = () => new Sgd(new SgdOptions { LearningRate = 0.05, Momentum = 0.9, Nesterov = true }),
        ["adam"] = () => new Adam(new AdamOptions { AmsGrad = true }),
        ["adamw"] = () => new Adam(new AdamOptions { DecoupledWeightDecay = true, WeightDecay = 0.1 }),
        ["adagrad"] = () => new Adagrad(),
        ["adadelta"] = () => new Adadelta(),
        ["rmsprop"] = () => new RmsProp(new RmsPropOptions { Momentum = 0.5, Centered = true }),
        ["lamb"] = () => new Lamb(),
    };

    internal static DataParallelOptions Options(StateSharding sharding, int? bucketBytes = null, int shards = 5) =>
        new() { ShardCount = shards, Sharding = sharding, BucketBytes = bucketBytes };

    /// <summary>What a rank has in the end.</summary>
    internal static Outcome Train(
        World world, DataParallelOptions options, string optimizer = "adam", TrainerOptions? how = null, Action<Trainer>? prepare = null,
        float? firstValue = null)
    {
        var network = new Sequential(
            new Linear(6, Width), new BatchNorm1d(Width), new ReLU(), new Linear(Width, 12), new ReLU(), new Linear(12, 4));
        var strategy = new DataParallel(world, options);
        var trainer = new Trainer(network, Optimizers[optimizer](), Losses.CrossEntropy, strategy, how ?? How);
        prepare?.Invoke(trainer);
        var summary = trainer.Fit(Data(firstValue));
        return new Outcome(network.WeightsSha256(), summary.TrainLoss, trainer.Memory, summary.StepCount);
    }

    internal static TrainerOptions How { get; } = new() { EpochCount = 1, BatchSize = 16, Seed = 9 };

    // With a value in place of each sample's first one.
    private static ClassificationDataset Data(float? firstValue)
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        var samples = new float[6 * SampleCount];
        var labels = new byte[SampleCount];
        foreach (ref var value in samples.AsSpan()) value = random.NextNormal();
        if (firstValue is { } given) for (var sample = 0; sample < SampleCount; sample++) samples[6 * sample] = given;
        foreach (ref var label in labels.AsSpan()) label = (byte)random.NextInt32(4);
        return ClassificationDataset.FromFloats("noise", samples, labels, [6], ["a", "b", "c", "d"], new Standardization(0, 1));
    }

    internal sealed record Outcome(string Digest, double TrainLoss, TrainingMemory Memory, long StepCount);
}
