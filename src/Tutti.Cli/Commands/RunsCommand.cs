using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Inference;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti runs</c>: what was trained, and how it went.</summary>
internal static class RunsCommand
{
    internal static Command Create(Terminal terminal) =>
        new Verb("runs", "What was trained, and how it went") { CreateList(terminal), CreateShow(terminal) };

    private static Verb CreateList(Terminal terminal)
    {
        var folder = CreateFolder();
        var command = new Verb("list", "All runs, the oldest first") { folder.Option };
        Invocation.Bind(command, terminal, invocation => List(invocation, new RunCatalog(folder.Read(invocation.Parse)?.NotEmpty() ?? "runs")));
        return command;
    }

    private static Verb CreateShow(Terminal terminal)
    {
        var folder = CreateFolder();
        var run = new Argument<string?>("run")
        {
            HelpName = "ID|PATH",
            Description = "A run's id, or the beginning of it, or its folder (default: the latest)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Verb("show", "The facts of a run and its curve") { run, folder.Option };
        Invocation.Bind(command, terminal, invocation =>
        {
            GivenValue? given = invocation.Parse.GetValue(run) is { } text ? new GivenValue("runs show", text) : null;
            return Show(invocation, Find(folder.Read(invocation.Parse)?.NotEmpty() ?? "runs", given));
        });
        return command;
    }

    private static ValueOption CreateFolder() => new("--out", "FOLDER", "The folder of runs (default: runs)");

    private static int List(Invocation invocation, RunCatalog catalog)
    {
        var runs = catalog.List();
        var report = invocation.Report;
        if (runs.Count == 0) report.Line($"There are no runs in {catalog.Root} yet. Train one: tutti train");
        else
            report.Table(
                ["run", "began (UTC)", "model", "data", "workers", "epochs", "accuracy", "state"],
                runs.Select(run => run.Record is { } record
                    ? Row(record)
                    : [run.Name, "–", "–", "–", "–", "–", "–", $"unreadable: {run.Problem}"]), 4, 5, 6);
        report.Json(new JsonObject
        {
            ["folder"] = catalog.Root,
            ["runs"] = new JsonArray([.. runs.Select(run => run.Record is { } record
                ? RunFacts.Of(run, record)
                : new JsonObject { ["folder"] = run.Folder, ["problem"] = run.Problem })]),
        });
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Row(RunRecord record) =>
    [
        record.Id,
        record.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        record.Model,
        record.Data.Name,
        $"{record.Workers.Count}",
        record.Summary is { } summary ? $"{summary.Epochs}" : "–",
        Words.Percent(record.Summary?.TestAccuracy),
        RunFacts.StateOf(record),
    ];

    private static RunListing Find(string runs, GivenValue? run) => run is { } given
        ? TrainedModel.FindRun(runs, given)
        : new RunCatalog(runs).List().LastOrDefault(listing => listing.Record is not null)
            ?? throw new InputException($"runs show: there is no run yet. Got nothing that can be read under '{Path.GetFullPath(runs)}'. " +
                "Expected a run there. Train one first: tutti train.");

    private static int Show(Invocation invocation, RunListing run)
    {
        var record = run.Record!;
        var epochs = InputException.From(() => RunCatalog.ReadMetrics(run)).Records.OfType<EpochMetrics>().ToArray();
        var report = invocation.Report;
        RunFacts.Print(report, run, record);
        if (epochs.Length > 0) EpochTable.Print(report, epochs);
        var facts = RunFacts.Of(run, record);
        facts["curve"] = EpochTable.ToJson(epochs);
        report.Json(facts);
        return ExitCode.Done;
    }
}
