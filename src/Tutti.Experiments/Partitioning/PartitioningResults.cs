using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Partitioning;

/// <summary>All trainings of the experiment, and what is asked about them.</summary>
/// <param name="settings">What was measured.</param>
/// <param name="network">The network.</param>
/// <param name="setups">Who trained, at least one.</param>
internal sealed class PartitioningResults(PartitioningSettings settings, Perceptron network, IReadOnlyList<WorkerSetup> setups)
{
    private readonly List<PartitioningMeasurement> all = [];

    internal PartitioningSettings Settings => settings;

    internal Perceptron Network => network;

    internal IReadOnlyList<WorkerSetup> Setups => setups;

    internal IReadOnlyList<PartitioningMeasurement> All => all;

    internal void Add(PartitioningMeasurement measurement) => all.Add(measurement);

    /// <summary>Of one kind of worker, by seed; parts and accuracies are those of the first kind.</summary>
    internal IReadOnlyList<PartitioningMeasurement> Find(PartitionVariant variant, WorkerSetup? setup = null) =>
        [.. all.Where(found => found.Variant == variant && found.Setup == (setup ?? Setups[0]))];

    internal Measurement? Over(PartitionVariant variant, Func<PartitioningMeasurement, double> value, WorkerSetup? setup = null) =>
        Measurement.Of(Find(variant, setup).Select(value));

    internal double FinalPercent(PartitionVariant variant) => Over(variant, found => found.FinalPercent)?.Median ?? double.NaN;

    /// <summary>How many trainings other kinds of workers did, and how many ended with the weights of the first kind.</summary>
    internal (int Same, int Count) CountSameWeights()
    {
        var others = all.Where(found => found.Setup != Setups[0]).ToArray();
        return (others.Count(found => Find(found.Variant).First(first => first.Seed == found.Seed).Outcome.WeightsSha256 == found.Outcome.WeightsSha256), others.Length);
    }
}
