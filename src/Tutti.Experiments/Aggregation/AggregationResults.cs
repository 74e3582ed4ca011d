using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Aggregation;

/// <summary>All trainings of the experiment, and what is asked about them.</summary>
/// <param name="settings">What was measured.</param>
/// <param name="network">The network.</param>
/// <param name="setups">Who trained, at least one.</param>
internal sealed class AggregationResults(AggregationSettings settings, Perceptron network, IReadOnlyList<WorkerSetup> setups)
{
    private readonly List<AggregationMeasurement> all = [];

    internal AggregationSettings Settings => settings;

    internal Perceptron Network => network;

    internal IReadOnlyList<WorkerSetup> Setups => setups;

    internal IReadOnlyList<AggregationMeasurement> All => all;

    internal AggregationCost Cost => new(Settings.WorkerCount, Network.Parameters);

    /// <summary>Workers that send messages; null if none was measured.</summary>
    internal WorkerSetup? Senders => all.FirstOrDefault(found => double.IsFinite(found.StepBytes))?.Setup;

    /// <summary>Where sums cost most: workers that send messages, or the last ones.</summary>
    internal WorkerSetup Slowest => Senders ?? Setups[^1];

    internal void Add(AggregationMeasurement measurement) => all.Add(measurement);

    internal IEnumerable<AggregationMeasurement> Find(AggregationWay way, WorkerSetup? setup = null, bool? isSlowed = null) => all.Where(found =>
        found.Way == way && (setup is null || found.Setup == setup) && (isSlowed is null || found.IsSlowed == isSlowed));

    internal Measurement? Over(AggregationWay way, WorkerSetup? setup, bool? isSlowed, Func<AggregationMeasurement, double> value) =>
        Measurement.Of(Find(way, setup, isSlowed).Select(value));

    internal Measurement? StepMilliseconds(AggregationWay way, WorkerSetup setup, bool isSlowed) =>
        Over(way, setup, isSlowed, found => found.StepMilliseconds);

    /// <summary>How many times as long a step takes with one slow worker; each seed is compared with itself.</summary>
    internal Measurement? SlowDown(AggregationWay way, WorkerSetup setup) => Measurement.Of(Find(way, setup, isSlowed: true).Select(slowed =>
        slowed.StepMilliseconds / Find(way, setup, isSlowed: false).First(even => even.Seed == slowed.Seed).StepMilliseconds));

    /// <summary>How many trainings of a way there are, and how many of them ended with the same weights as the first of the same seed.</summary>
    /// <param name="way">The way.</param>
    /// <param name="reference">With whose weights they are compared: all exact ways with the first.</param>
    internal (int Same, int Count) CountSame(AggregationWay way, AggregationWay reference)
    {
        var own = Find(way).ToArray();
        return (own.Count(found => found.Outcome.WeightsSha256 == Find(reference).First(other => other.Seed == found.Seed).Outcome.WeightsSha256), own.Length);
    }

    /// <summary>The same over all ways that lose nothing.</summary>
    internal (int Same, int Count) CountSameExact()
    {
        var counts = AggregationWay.All.Where(way => way.IsExact).Select(way => CountSame(way, AggregationWay.All[0])).ToArray();
        return (counts.Sum(count => count.Same), counts.Sum(count => count.Count));
    }
}
