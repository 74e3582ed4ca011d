using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Partitioning;

/// <summary>One training of the experiment.</summary>
/// <param name="Variant">Which samples the shards drew from.</param>
/// <param name="Setup">Who trained.</param>
/// <param name="Seed">The seed of the parts and of the samples' order.</param>
/// <param name="Parts">What the parts hold; null where there are none.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record PartitioningMeasurement(PartitionVariant Variant, WorkerSetup Setup, int Seed, PartitionReport? Parts, TrainingOutcome Outcome)
{
    internal double EpochSeconds => Outcome.MedianEpochSeconds;

    internal double FinalPercent => 100 * Outcome.TestAccuracy;

    internal double BestPercent => 100 * Outcome.EpochAccuracies.Max();

    internal JsonObject ToJson() => new()
    {
        ["scheme"] = Variant.Name,
        ["variant"] = Setup.Name,
        ["workers"] = Setup.WorkerCount,
        ["isolation"] = WorkerSetup.NameOf(Setup.Isolation),
        ["seed"] = Seed,
        ["coverage"] = ReportJson.Number(Parts?.Coverage),
        ["overlap"] = Parts?.OverlapCount,
        ["repeated"] = Parts?.RepeatedCounts.Sum(),
        ["identical"] = Parts?.IdenticalCount,
        ["labelSkew"] = ReportJson.Number(Parts?.LabelSkew),
        ["sizeVariation"] = ReportJson.Number(Parts?.SizeVariation),
        ["sizes"] = Parts is null ? null : ReportJson.List(Parts.Sizes, size => JsonValue.Create(size)),
        ["stepsPerEpoch"] = Outcome.StepsPerEpoch,
        ["epochSeconds"] = ReportJson.List(Outcome.EpochSeconds, seconds => JsonValue.Create(seconds)),
        ["epochAccuracies"] = ReportJson.List(Outcome.EpochAccuracies, accuracy => ReportJson.Number(accuracy)),
        ["testAccuracy"] = ReportJson.Number(Outcome.TestAccuracy),
        ["weightsSha256"] = Outcome.WeightsSha256,
    };
}
