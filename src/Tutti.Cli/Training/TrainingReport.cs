using System.Text.Json.Nodes;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Training;

/// <summary>What <c>tutti train</c> says in the end.</summary>
internal static class TrainingReport
{
    internal static void Print(Report report, TrainSettings settings, RunFolder run, TrainingResult result)
    {
        var summary = result.Summary;
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
        report.Line(summary.WasCancelled
            ? $"Cancelled after step {Words.Count(summary.StepCount)}, in epoch {summary.EpochCount + 1} of {settings.Epochs}. " +
              $"The weights of that step are kept."
            : $"Trained {run.Record.Model} on {run.Record.Data.Name}: {summary.EpochCount} epochs in {Words.Duration(summary.TrainingTime)}.");
        report.Line();
        report.Facts(
            ("test accuracy", Words.Percent(summary.Validation?.Accuracy)),
            ("train loss", Words.Loss(summary.TrainLoss)),
            ("speed", $"{Words.Rate(summary.SamplesPerSecond)} samples/s " +
                $"with {settings.WorkerCount} workers ({settings.Isolation}), {settings.ShardCount} shards"),
            ("weights", $"sha256 {result.WeightsSha256}"),
            ("run", folder));
        report.Line();
        report.Line("What next:");
        report.Facts(
            ($"tutti evaluate --run {run.Record.Id}", "measure the trained model again, on other data, on more workers"),
            ($"tutti predict --run {run.Record.Id} --limit 10", "see what it says of single samples"),
            ($"tutti runs show {run.Record.Id}", "the curve of every epoch"));
    }

    internal static JsonObject Facts(TrainSettings settings, RunFolder run, TrainingResult result)
    {
        var summary = result.Summary;
        return new JsonObject
        {
            ["run"] = run.Record.Id,
            ["folder"] = run.Path,
            ["model"] = run.Record.Model,
            ["data"] = run.Record.Data.Name,
            ["workers"] = settings.WorkerCount,
            ["isolation"] = settings.Isolation,
            ["threads"] = settings.ThreadCount,
            ["strategy"] = settings.Strategy,
            ["shards"] = settings.ShardCount,
            ["epochs"] = summary.EpochCount,
            ["steps"] = summary.StepCount,
            ["samples"] = summary.SampleCount,
            ["seconds"] = summary.TrainingTime.TotalSeconds,
            ["samplesPerSecond"] = Report.Number(summary.SamplesPerSecond),
            ["trainLoss"] = Report.Number(summary.TrainLoss),
            ["testLoss"] = Report.Number(summary.Validation?.Loss),
            ["testAccuracy"] = Report.Number(summary.Validation?.Accuracy),
            ["weightsSha256"] = result.WeightsSha256,
            ["checkpoint"] = run.CheckpointPath(summary.StepCount),
            ["cancelled"] = summary.WasCancelled,
        };
    }
}
