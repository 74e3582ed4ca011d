using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Aggregation;

/// <summary>One training of the experiment.</summary>
/// <param name="Way">How gradients became one.</param>
/// <param name="Setup">Who trained.</param>
/// <param name="SlowFactor">How many times as long the last worker computed; 1: all alike.</param>
/// <param name="Seed">The seed of the samples' order.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record AggregationMeasurement(AggregationWay Way, WorkerSetup Setup, double SlowFactor, int Seed, TrainingOutcome Outcome)
{
    internal bool IsSlowed => SlowFactor > 1;

    internal double EpochSeconds => Outcome.MedianEpochSeconds;

    internal double StepMilliseconds => 1000 * EpochSeconds / Outcome.StepsPerEpoch;

    /// <summary>The workers that are as fast as they can: all but the last where that is slow.</summary>
    internal IEnumerable<WorkerShare> HealthyWorkers => IsSlowed ? Outcome.Workers[..^1] : Outcome.Workers;

    /// <summary>The percentage of the steps' time that healthy workers waited.</summary>
    internal double WaitingPercent => 100 * HealthyWorkers.Average(worker => worker.WaitingPart);

    /// <summary>The percentage of the steps' time that healthy workers summed.</summary>
    internal double SummingPercent => 100 * HealthyWorkers.Average(worker =>
        worker.SummingSeconds / (worker.ComputingSeconds + worker.WaitingSeconds + worker.SummingSeconds));

    /// <summary>Bytes a step, the mean over the workers; NaN where nothing is sent.</summary>
    internal double StepBytes => PerStep(worker => worker.SentBytes).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Bytes a step of the worker that sends the most; NaN where nothing is sent.</summary>
    internal double MostStepBytes => PerStep(worker => worker.SentBytes).DefaultIfEmpty(double.NaN).Max();

    /// <summary>Messages a step, the mean over the workers; NaN where nothing is sent.</summary>
    internal double StepMessages => PerStep(worker => worker.SentMessages).DefaultIfEmpty(double.NaN).Average();

    internal JsonObject ToJson() => new()
    {
        ["way"] = Way.Name,
        ["exact"] = Way.IsExact,
        ["variant"] = Setup.Name,
        ["workers"] = Setup.WorkerCount,
        ["isolation"] = WorkerSetup.NameOf(Setup.Isolation),
        ["slowFactor"] = SlowFactor,
        ["seed"] = Seed,
        ["epochSeconds"] = ReportJson.List(Outcome.EpochSeconds, seconds => JsonValue.Create(seconds)),
        ["stepMilliseconds"] = StepMilliseconds,
        ["waitingPercent"] = ReportJson.Number(WaitingPercent),
        ["summingPercent"] = ReportJson.Number(SummingPercent),
        ["bytesPerStep"] = ReportJson.Number(StepBytes),
        ["mostBytesPerStep"] = ReportJson.Number(MostStepBytes),
        ["messagesPerStep"] = ReportJson.Number(StepMessages),
        ["trainLoss"] = ReportJson.Number(Outcome.EpochLosses[^1]),
        ["testAccuracy"] = ReportJson.Number(Outcome.TestAccuracy),
        ["weightsSha256"] = Outcome.WeightsSha256,
    };

    private IEnumerable<double> PerStep(Func<WorkerShare, double?> value) =>
        Outcome.Workers.Select(value).OfType<double>().Select(sum => sum / Outcome.StepCount);
}
