namespace Tutti.Experiments.Scaling;

/// <summary>What <see cref="ScalingExperiment"/> is run with.</summary>
internal sealed record ScalingSettings
{
    internal static ScalingSettings Full { get; } = new() { SampleCounts = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000], EpochCount = 5 };

    internal static ScalingSettings Quick { get; } = new()
    {
        SampleCounts = [2_000, 5_000, 10_000], EpochCount = 3, HiddenLayers = [[100], [500, 250]],
    };

    /// <summary>How many samples, ascending; a tenth of each is held out.</summary>
    public required IReadOnlyList<int> SampleCounts { get; init; }

    public required int EpochCount { get; init; }

    public int ComponentCount { get; init; } = 400;

    /// <summary>The widths of the hidden layers of each network.</summary>
    public IReadOnlyList<IReadOnlyList<int>> HiddenLayers { get; init; } = [[100], [1_000, 500]];

    public int WorkerCount { get; init; } = 4;

    public int SeedCount { get; init; } = 3;

    /// <summary>Samples a step, on all workers together.</summary>
    public int BatchSize { get; init; } = 256;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The seed of the first network's initial weights; each further network has the next.</summary>
    public ulong InitialSeed { get; init; } = 1_000;

    /// <summary>The cores that workers share.</summary>
    public int CoreCount { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ExperimentInputException">The workers outnumber the samples of a step.</exception>
    internal void ThrowIfInvalid()
    {
        if (WorkerCount > BatchSize)
            throw new ExperimentInputException(
                $"--workers: more than a step has samples. Got {WorkerCount}. Expected 1 to {BatchSize}, the batch size. Use fewer workers.");
    }
}
