using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Output;

/// <summary>What a run's record says, for people and for programs.</summary>
internal static class RunFacts
{
    internal static string StateOf(RunRecord record) => record.State.ToString().ToLowerInvariant();

    internal static void Print(Report report, RunListing run, RunRecord record)
    {
        report.Line($"{record.Model} on {record.Data.Name}, {StateOf(record)}{(record.Error is { } error ? $": {error}" : "")}");
        report.Facts(
            ("run", record.Id),
            ("folder", run.Folder),
            ("began", record.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("command", string.Join(' ', record.CommandLine)),
            ("data", $"{Words.Count(record.Data.TrainCount)} + {Words.Count(record.Data.TestCount)} samples, " +
                $"digest {record.Data.TrainDigest[..12]}…"),
            ("workers", $"{record.Workers.Count} ({record.Workers.Isolation}), {record.Workers.ThreadsEach} threads each, " +
                $"{record.Workers.ShardCount} shards, {record.Workers.Strategy}"),
            ("seed", $"{record.Seed}"),
            ("machine", $"{record.Machine.Processor}, {record.Machine.CoreCount} cores, " +
                $"kernels {record.Machine.Kernels}, .NET {record.Machine.DotnetVersion}"));
        if (record.Summary is not { } summary) return;
        report.Facts(
            ("test accuracy", Words.Percent(summary.TestAccuracy)),
            ("speed", $"{Words.Rate(summary.SamplesPerSecond)} samples/s, {Words.Duration(TimeSpan.FromSeconds(summary.Seconds))} in all"),
            ("weights", $"sha256 {summary.WeightsSha256}"));
    }

    internal static JsonObject Of(RunListing run, RunRecord record) => new()
    {
        ["run"] = record.Id,
        ["folder"] = run.Folder,
        ["state"] = StateOf(record),
        ["error"] = record.Error,
        ["started"] = record.Started.ToString("O", CultureInfo.InvariantCulture),
        ["model"] = record.Model,
        ["data"] = record.Data.Name,
        ["seed"] = record.Seed,
        ["workers"] = record.Workers.Count,
        ["isolation"] = record.Workers.Isolation,
        ["strategy"] = record.Workers.Strategy,
        ["shards"] = record.Workers.ShardCount,
        ["epochs"] = record.Summary?.Epochs,
        ["samples"] = record.Summary?.Samples,
        ["seconds"] = Report.Number(record.Summary?.Seconds),
        ["samplesPerSecond"] = Report.Number(record.Summary?.SamplesPerSecond),
        ["trainLoss"] = Report.Number(record.Summary?.TrainLoss),
        ["testAccuracy"] = Report.Number(record.Summary?.TestAccuracy),
        ["weightsSha256"] = record.Summary?.WeightsSha256,
    };
}
