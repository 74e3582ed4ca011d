using Tutti.Learning.Data;

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

    /// <summary>The samples where they are in memory already: threads share them. Does not travel.</summary>
    internal ClassificationSplits? Data { get; init; }
}
