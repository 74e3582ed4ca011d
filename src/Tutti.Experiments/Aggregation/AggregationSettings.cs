namespace Tutti.Experiments.Aggregation;

/// <summary>What <see cref="AggregationExperiment"/> is run with.</summary>
internal sealed record AggregationSettings
{
    internal static AggregationSettings Full { get; } = new() { SampleCount = 20_000, EpochCount = 6 };

    internal static AggregationSettings Quick { get; } = new() { SampleCount = 3_000, EpochCount = 2, HiddenLayers = [128] };

    /// <summary>How many samples; a tenth of them is held out.</summary>
    public required int SampleCount { get; init; }

    public required int EpochCount { get; init; }

    /// <summary>The widths of the hidden layers; few enough weights for one bucket of a megabyte, so that nothing hides a sum.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [256];

    public int WorkerCount { get; init; } = 4;

    public int SeedCount { get; init; } = 3;

    /// <summary>Samples a step, on all workers together.</summary>
    public int BatchSize { get; init; } = 512;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The seed of the initial weights.</summary>
    public ulong InitialSeed { get; init; } = 1_000;

    /// <summary>How many times as long the slow worker computes.</summary>
    public double SlowFactor { get; init; } = 4;

    /// <summary>The cores that workers share.</summary>
    public int CoreCount { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ExperimentInputException">Too few workers, or more than a step has samples.</exception>
    internal void ThrowIfInvalid()
    {
        if (WorkerCount < 2 || WorkerCount > BatchSize)
            throw new ExperimentInputException(
                $"--workers: gradients of so many workers cannot be compared. Got {WorkerCount}. Expected 2 to {BatchSize}, the batch size.");
    }
}
