using System.Text.Json.Nodes;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;
using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>What <c>tutti train</c> says in the end.</summary>
internal static class TrainingReport
{
    internal static void Print(Report report, TrainSettings settings, RunFolder run, TrainingResult result, IReadOnlyList<WorkersChange> changes)
    {
        var summary = result.Summary;
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
        var chosen = ChooseRun(settings, run, folder);
        report.Line(summary.WasCancelled
            ? $"Cancelled after step {Words.Count(summary.StepCount)}, in epoch {summary.EpochCount + 1} of {settings.Epochs}. " +
              $"The weights of that step are kept; tutti train --resume {chosen} goes on."
            : $"Trained {run.Record.Model} on {run.Record.Data.Name}: " +
              $"{Words.Count(summary.EpochCount, "epoch")} in {Words.Duration(summary.TrainingTime)}" +
              (summary.StoppedEarly ? $", ended early: nothing better since epoch {summary.BestEpoch}." : "."));
        foreach (var change in changes) report.Line(Words.Change(change));
        report.Line();
        report.Facts(
            summary.Validation is { Accuracy: null } validation
                ? ("test loss", Words.Loss(validation.Loss))
                : ("test accuracy", Words.Percent(summary.Validation?.Accuracy)),
            ("best epoch", $"{summary.BestEpoch}"),
            ("train loss", Words.Loss(summary.TrainLoss)),
            ("speed", $"{Words.Rate(summary.SamplesPerSecond)} samples/s " +
                $"with {Words.Count(settings.WorkerCount, "worker")} ({settings.Isolation}), {Words.Count(settings.ShardCount, "shard")}" +
                (settings.Partition.Scheme is { } scheme ? $", each with a part of its own ({scheme})" : "")),
            ("memory", DescribeMemory(result.Memory)),
            ("weights", $"sha256 {result.WeightsSha256}"),
            ("run", folder));
        report.Line();
        report.Line("What next:");
        report.Facts(
            ($"tutti evaluate --run {chosen}", "measure the trained model again, on other data, on more workers"),
            ($"tutti predict --run {chosen} --limit 10", "see what it says of single samples"),
            ($"tutti runs show {chosen}", "the curve of every epoch"));
    }

    // Of the worker that holds most.
    private static string DescribeMemory(IReadOnlyList<TrainingMemory> workers)
    {
        var most = workers.MaxBy(worker => worker.TotalBytes)!;
        return $"{Words.Bytes(most.TotalBytes)} a worker: parameters {Words.Bytes(most.ParameterBytes)}, " +
            $"gradients {Words.Bytes(most.GradientBytes)}, optimizer {Words.Bytes(most.OptimizerBytes)}";
    }

    // Ids are looked for in the usual folder of runs only; the commands must work as they are printed.
    private static string ChooseRun(TrainSettings settings, RunFolder run, string folder) =>
        settings.Out == TrainSettings.DefaultOut ? run.Record.Id
        : folder.Contains(' ', StringComparison.Ordinal) ? $"'{folder}'"
        : folder;

    internal static JsonObject Facts(TrainSettings settings, RunFolder run, TrainingResult result, IReadOnlyList<WorkersChange> changes)
    {
        var summary = result.Summary;
        var facts = new JsonObject
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
            ["zero"] = settings.Zero,
            ["memory"] = new JsonArray([.. result.Memory.Select(Facts)]),
            ["partition"] = settings.Partition.Scheme,
            ["epochs"] = summary.EpochCount,
            ["steps"] = summary.StepCount,
            ["samples"] = summary.SampleCount,
            ["seconds"] = summary.TrainingTime.TotalSeconds,
            ["samplesPerSecond"] = Report.Number(summary.SamplesPerSecond),
            ["trainLoss"] = Report.Number(summary.TrainLoss),
            ["testLoss"] = Report.Number(summary.Validation?.Loss),
            ["testAccuracy"] = Report.Number(summary.Validation?.Accuracy),
            ["bestEpoch"] = summary.BestEpoch,
            ["stoppedEarly"] = summary.StoppedEarly,
            ["weightsSha256"] = result.WeightsSha256,
            ["checkpoint"] = run.CheckpointPath(summary.StepCount),
            ["regroupings"] = new JsonArray([.. changes.Select(Facts)]),
            ["cancelled"] = summary.WasCancelled,
        };
        if (result.Buckets is { } buckets)
            facts["buckets"] = new JsonObject
            {
                ["bytes"] = buckets.Bytes,
                ["directBytes"] = buckets.DirectBytes,
                ["predictedStepSeconds"] = Report.Number(buckets.PredictedSeconds),
                ["measuredStepSeconds"] = Report.Number(buckets.MeasuredSeconds),
            };
        return facts;
    }

    private static JsonObject Facts(WorkersChange change) => new()
    {
        ["step"] = change.Step,
        ["workersBefore"] = change.WorkersBefore,
        ["workers"] = change.WorkerCount,
        ["seconds"] = Report.Number(change.Pause.TotalSeconds),
        ["reason"] = change.Reason,
    };

    private static JsonObject Facts(TrainingMemory memory) => new()
    {
        ["parameterBytes"] = memory.ParameterBytes,
        ["gradientBytes"] = memory.GradientBytes,
        ["optimizerBytes"] = memory.OptimizerBytes,
        ["peakGradientBytes"] = memory.PeakGradientBytes,
    };
}
