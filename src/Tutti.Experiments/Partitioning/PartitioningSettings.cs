using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Partitioning;

/// <summary>What <see cref="PartitioningExperiment"/> is run with.</summary>
internal sealed record PartitioningSettings
{
    internal static PartitioningSettings Full { get; } = new() { SampleCount = 20_000, EpochCount = 10 };

    internal static PartitioningSettings Quick { get; } = new() { SampleCount = 8_000, EpochCount = 5 };

    /// <summary>How many samples; a tenth of them is held out.</summary>
    public required int SampleCount { get; init; }

    public required int EpochCount { get; init; }

    public IReadOnlyList<int> HiddenLayers { get; init; } = [100];

    /// <summary>Workers, and so parts.</summary>
    public int WorkerCount { get; init; } = 4;

    public int SeedCount { get; init; } = 3;

    /// <summary>Samples a step, on all workers together.</summary>
    public int BatchSize { get; init; } = 128;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The seed of the initial weights.</summary>
    public ulong InitialSeed { get; init; } = 1_000;

    /// <summary>How skewed the classes are, from mild to strong.</summary>
    public IReadOnlyList<double> Alphas { get; init; } = [1, 0.3, 0.1];

    /// <summary>How skewed the sizes are.</summary>
    public double QuantityAlpha { get; init; } = 0.5;

    /// <summary>The fewest samples of a part whose size is drawn.</summary>
    public int LeastPart { get; init; } = 10;

    /// <summary>All samples, for everybody.</summary>
    internal PartitionVariant Shared { get; } = new("all share all");

    /// <summary>Those whose parts are alike, or who have none.</summary>
    internal IReadOnlyList<PartitionVariant> Alike =>
    [
        Shared, new("drawn with replacement") { DrawsWithReplacement = true },
        new("bootstrap", new PartitionRecipe { Scheme = "bootstrap", PartSize = HeldOut.TrainCount(SampleCount) / WorkerCount }),
        Of("random"), Of("balanced"), Of("stratified"),
    ];

    /// <summary>Those whose parts differ in classes or sizes.</summary>
    internal IReadOnlyList<PartitionVariant> Skewed =>
    [
        .. Alphas.Select(alpha => new PartitionVariant(NameOf("dirichlet", alpha), new PartitionRecipe { Scheme = "dirichlet", Alpha = alpha, MinSize = LeastPart })),
        Of("sort-and-shard"),
        new(NameOf("quantity", QuantityAlpha), new PartitionRecipe { Scheme = "quantity", Alpha = QuantityAlpha, MinSize = LeastPart }),
    ];

    /// <summary>The strongest skews once more, with every batch in proportion to the parts.</summary>
    internal IReadOnlyList<PartitionVariant> Evened => [.. new[] { Skewed[Alphas.Count - 1], Skewed[^1] }.Select(skewed =>
        skewed with { Name = $"{skewed.Name}, even pace", Pace = PartPace.GlobalBatch })];

    internal IReadOnlyList<PartitionVariant> All => [.. Alike, .. Skewed, .. Evened];

    /// <exception cref="ExperimentInputException">Fewer than two parts, or more than a step has samples.</exception>
    internal void ThrowIfInvalid()
    {
        // A batch has a sample of each part, and so has each shard of sort-and-shard.
        if (WorkerCount < 2 || WorkerCount > BatchSize)
            throw new ExperimentInputException(
                $"--workers: not so many parts can be compared. Got {WorkerCount}. Expected 2 to {BatchSize}, the batch size.");
    }

    private static PartitionVariant Of(string scheme) => new(scheme, new PartitionRecipe { Scheme = scheme });

    private static string NameOf(string scheme, double alpha) => string.Create(CultureInfo.InvariantCulture, $"{scheme} {alpha}");
}
