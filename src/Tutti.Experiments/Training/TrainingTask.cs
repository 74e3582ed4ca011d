using Tutti.Distributed;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Training;

/// <summary>Trainings that any worker can do, one a seed: what it needs is in files, and this record travels as JSON.</summary>
internal sealed record TrainingTask
{
    /// <summary>The samples, a file that <see cref="Data.MatSamples"/> reads.</summary>
    public required string DataPath { get; init; }

    /// <summary>The model as JSON.</summary>
    public required string Model { get; init; }

    /// <summary>The weights to start from, the same for whatever is compared.</summary>
    public required string InitialPath { get; init; }

    /// <summary>A training for each; it decides the order of the samples.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required int EpochCount { get; init; }

    /// <summary>Samples a step, on all workers together.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Logical shards a step: they decide the bits.</summary>
    public required int ShardCount { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>By which collectives gradients are combined. Default: the usual.</summary>
    public GradientAveraging? Averaging { get; init; }

    /// <summary>How gradients are made smaller, as <see cref="GradientCompression.Parse"/> understands it. Default: not at all.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>How many times as long the last worker computes as it would. Default: 1.</summary>
    public double SlowFactor { get; init; } = 1;

    /// <summary>How the samples are cut into one part a shard, by each training with its own seed. Default null: every shard draws from all.</summary>
    public PartitionRecipe? Partition { get; init; }

    /// <summary>How the parts share the steps of an epoch.</summary>
    public PartPace PartPace { get; init; }

    /// <summary>Whether each epoch draws its samples with replacement, all being as likely; not with a partition.</summary>
    public bool DrawsWithReplacement { get; init; }

    /// <summary>Whether accuracy is measured after every epoch, or at the end only.</summary>
    public bool MeasuresEpochs { get; init; }

    /// <summary>Whether it is known of every worker how long it computed, waited and summed, at the cost of a barrier a step.</summary>
    public bool IsWatched { get; init; }

    /// <summary>How the samples are cut in the training of a seed.</summary>
    internal PartitionRecipe? PartitionOf(ulong seed) => Partition is null ? null : Partition with { PartCount = ShardCount, Seed = seed };

    /// <summary>The samples where they are in memory already: threads share them. Does not travel.</summary>
    internal ClassificationSplits? Data { get; init; }
}
