using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>All trainings of the experiment, and what is asked about them.</summary>
/// <param name="Settings">What was measured.</param>
/// <param name="Networks">The networks.</param>
/// <param name="Setups">Who trained: one worker without shards, one worker with them, then the kinds of workers.</param>
/// <param name="All">The trainings.</param>
internal sealed record ScalingResults(
    ScalingSettings Settings, IReadOnlyList<Perceptron> Networks, IReadOnlyList<WorkerSetup> Setups, IReadOnlyList<ScalingMeasurement> All)
{
    /// <summary>One worker that computes each step as a whole.</summary>
    internal WorkerSetup Plain => Setups[0];

    /// <summary>One worker that computes the same shards as the others.</summary>
    internal WorkerSetup Sequential => Setups[1];

    internal IEnumerable<WorkerSetup> Parallel => Setups.Skip(2);

    internal int Largest => Settings.SampleCounts[^1];

    internal Measurement? EpochSeconds(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => found.EpochSeconds);

    internal Measurement? TotalSeconds(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => found.Outcome.TotalSeconds);

    internal Measurement? ElapsedSeconds(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => found.Elapsed.TotalSeconds);

    internal Measurement? Accuracy(int samples, string network, WorkerSetup setup) => Over(samples, network, setup, found => 100 * found.Outcome.TestAccuracy);

    /// <summary>How many times as fast as another setup; each seed is compared with itself.</summary>
    internal Measurement? SpeedUp(int samples, string network, WorkerSetup setup, WorkerSetup baseline) =>
        Over(samples, network, setup, found => Find(samples, network, baseline).First(other => other.Seed == found.Seed).EpochSeconds / found.EpochSeconds);

    /// <summary>How many trainings by several workers there are, and how many of them ended with the bits of the one worker that has the same shards.</summary>
    internal (int Same, int Count) CountSameWeights(Func<ScalingMeasurement, bool>? which = null)
    {
        var compared = All.Where(found => Parallel.Contains(found.Setup) && (which?.Invoke(found) ?? true)).ToArray();
        return (compared.Count(IsSameAsSequential), compared.Length);
    }

    internal bool IsSameAsSequential(ScalingMeasurement found) =>
        Find(found.SampleCount, found.Network, Sequential).First(other => other.Seed == found.Seed).Outcome.WeightsSha256 == found.Outcome.WeightsSha256;

    private Measurement? Over(int samples, string network, WorkerSetup setup, Func<ScalingMeasurement, double> value) =>
        Measurement.Of(Find(samples, network, setup).Select(value));

    private IEnumerable<ScalingMeasurement> Find(int samples, string network, WorkerSetup setup) =>
        All.Where(found => found.SampleCount == samples && found.Network == network && found.Setup == setup);
}
