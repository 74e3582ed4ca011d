using System.Text.Json.Nodes;
using Tutti.Cli.Output;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Launching;

/// <summary>How a launched job ended: the first failure for people, all of them for programs.</summary>
internal static class LaunchReport
{
    private const int MostOthers = 16;

    internal static void Print(TextWriter error, LaunchOutcome outcome)
    {
        if (outcome.FirstFailure is { } first) PrintFailure(error, first, outcome.Failures);
        if (outcome.StillRunning.Count == 0) return;
        var ranks = string.Join(", ", outcome.StillRunning.Select(rank => $"rank {rank}"));
        error.WriteLine($"tutti launch: the system has not ended {ranks} after a kill.");
    }

    internal static JsonObject Facts(LauncherOptions options, LaunchOutcome outcome, int exitCode) => new()
    {
        ["exitCode"] = exitCode,
        ["workers"] = options.Workers,
        ["seconds"] = Report.Number(outcome.Elapsed.TotalSeconds),
        ["restarts"] = outcome.RestartCount,
        ["cancelled"] = outcome.IsCancelled,
        ["failure"] = outcome.FirstFailure is { } first ? Facts(first) : null,
        ["failures"] = new JsonArray([.. outcome.Failures.Select(Facts)]),
        ["stillRunning"] = new JsonArray([.. outcome.StillRunning.Select(rank => JsonValue.Create(rank))]),
    };

    private static void PrintFailure(TextWriter error, WorkerFailure first, IReadOnlyList<WorkerFailure> all)
    {
        var words = first.LastErrorLines.Count > 0 ? "its last words:" : "it wrote nothing to standard error.";
        var what = first.Describe().Replace(" failed", " failed first", StringComparison.Ordinal);
        error.WriteLine($"tutti launch: {what} after {Words.Duration(first.After)}; {words}");
        foreach (var line in first.LastErrorLines) error.WriteLine($"  {line}");
        if (first.Verdict is { } verdict) error.WriteLine($"Every rank was told: {verdict}");
        string[] others = [.. all.Where(failure => !ReferenceEquals(failure, first)).Select(failure => failure.Describe())];
        if (others.Length == 0) return;
        var more = others.Length > MostOthers ? $"; and {others.Length - MostOthers} more" : "";
        error.WriteLine($"Also: {string.Join("; ", others.Take(MostOthers))}{more}.");
    }

    private static JsonObject Facts(WorkerFailure failure) => new()
    {
        ["rank"] = failure.Rank,
        ["exitCode"] = failure.ExitCode,
        ["signal"] = failure.Signal,
        ["seconds"] = Report.Number(failure.After.TotalSeconds),
        ["verdict"] = failure.Verdict,
        ["lastErrorLines"] = Report.List(failure.LastErrorLines),
    };
}
