using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>One training of the experiment.</summary>
/// <param name="SampleCount">How many samples, those that were held out included.</param>
/// <param name="Network">The network's name.</param>
/// <param name="Setup">Who trained.</param>
/// <param name="Seed">The seed of the samples' order.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record ScalingMeasurement(int SampleCount, string Network, WorkerSetup Setup, int Seed, TrainingOutcome Outcome)
{
    internal double EpochSeconds => Outcome.MedianEpochSeconds;

    internal JsonObject ToJson() => new()
    {
        ["samples"] = SampleCount,
        ["network"] = Network,
        ["variant"] = Setup.Name,
        ["workers"] = Setup.WorkerCount,
        ["isolation"] = WorkerSetup.NameOf(Setup.Isolation),
        ["shards"] = Setup.ShardCount,
        ["seed"] = Seed,
        ["epochSeconds"] = ReportJson.List(Outcome.EpochSeconds, seconds => JsonValue.Create(seconds)),
        ["totalSeconds"] = Outcome.TotalSeconds,
        ["testAccuracy"] = ReportJson.Number(Outcome.TestAccuracy),
        ["weightsSha256"] = Outcome.WeightsSha256,
    };
}
