using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>All trainings of the experiment, and what is asked about them.</summary>
/// <param name="settings">What was measured.</param>
/// <param name="networks">The networks.</param>
/// <param name="setups">Who trained: one worker without shards, one worker with them, then the kinds of workers.</param>
internal sealed class ScalingResults(ScalingSettings settings, IReadOnlyList<Perceptron> networks, IReadOnlyList<WorkerSetup> setups)
{
    private readonly List<ScalingMeasurement> all = [];
    private readonly Dictionary<(int Samples, string Network, WorkerSetup Setup), double> aroundSeconds = [];

    internal ScalingSettings Settings => settings;

    internal IReadOnlyList<Perceptron> Networks => networks;

    internal IReadOnlyList<WorkerSetup> Setups => setups;

    internal IReadOnlyList<ScalingMeasurement> All => all;

    /// <summary>One worker that computes each step as a whole.</summary>
    internal WorkerSetup Plain => Setups[0];

    /// <summary>One worker that computes the same shards as the others.</summary>
    internal WorkerSetup Sequential => Setups[1];

    internal IEnumerable<WorkerSetup> Parallel => Setups.Skip(2);

    internal int Largest => Settings.SampleCounts[^1];

    internal Measurement? EpochSeconds(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => found.EpochSeconds);

    internal Measurement? TotalSeconds(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => found.Outcome.TotalSeconds);

    /// <summary>What is around the trainings of all seeds, once: start of the workers, loading, warm-up; and the evaluations.</summary>
    internal Measurement? AroundSeconds(int samples, string network, WorkerSetup setup) =>
        aroundSeconds.TryGetValue((samples, network, setup), out var seconds) ? Measurement.Of([seconds]) : null;

    internal Measurement? Accuracy(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => 100 * found.Outcome.TestAccuracy);

    /// <summary>How many times as fast as another setup; each seed is compared with itself.</summary>
    internal Measurement? SpeedUp(int samples, string network, WorkerSetup setup, WorkerSetup baseline) =>
        Over(samples, network, setup, found => Find(samples, network, baseline).First(other => other.Seed == found.Seed).EpochSeconds / found.EpochSeconds);

    /// <summary>How many trainings by several workers there are, and how many of them ended with the bits of the one worker that has the
    /// same shards.</summary>
    internal (int Same, int Count) CountSameWeights(Func<ScalingMeasurement, bool>? which = null)
    {
        var compared = all.Where(found => Parallel.Contains(found.Setup) && (which?.Invoke(found) ?? true)).ToArray();
        return (compared.Count(IsSameAsSequential), compared.Length);
    }

    internal bool IsSameAsSequential(ScalingMeasurement found) =>
        Find(found.SampleCount, found.Network, Sequential).First(other => other.Seed == found.Seed).Outcome.WeightsSha256 == found.Outcome.WeightsSha256;

    /// <summary>Adds the trainings of one setup, one a seed.</summary>
    internal void Add(int samples, string network, WorkerSetup setup, IReadOnlyList<TrainingOutcome> outcomes, TimeSpan elapsed)
    {
        for (var seed = 0; seed < outcomes.Count; seed++) all.Add(new ScalingMeasurement(samples, network, setup, seed, outcomes[seed]));
        aroundSeconds[(samples, network, setup)] = elapsed.TotalSeconds - outcomes.Sum(outcome => outcome.TotalSeconds);
    }

    private Measurement? Over(int samples, string network, WorkerSetup setup, Func<ScalingMeasurement, double> value) =>
        Measurement.Of(Find(samples, network, setup).Select(value));

    private IEnumerable<ScalingMeasurement> Find(int samples, string network, WorkerSetup setup) =>
        all.Where(found => found.SampleCount == samples && found.Network == network && found.Setup == setup);
}
