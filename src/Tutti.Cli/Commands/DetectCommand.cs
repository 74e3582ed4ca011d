using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Detection;
using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Detection;
using Tutti.Storage.Files;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti detect</c>: judges the beats of recordings by a trained ensemble, and leaves a table and a picture.</summary>
internal static class DetectCommand
{
    private const double DefaultDeadline = 60, ShortestDeadline = 0.001, LongestDeadline = 86_400;

    private static readonly string[] Formats = ["csv", "json"];

    internal static Command Create(Terminal terminal)
    {
        var records = CreateRecords();
        var ensemble = new ValueOption("--ensemble", "FOLDER", "What tutti detect train left (default: ensemble)");
        var combine = new ValueOption("--combine", "HOW", $"How members are combined: {string.Join(", ", Combination.Words)} (default: mean)");
        var alpha = new ValueOption("--alpha", "P", "A beat is anomalous if its p-value is at most this (default: what the training chose for this --combine)");
        var deadline = new ValueOption("--deadline", "SECONDS", "How long members have to answer; who is later is left out (default: 60)");
        var minimum = new ValueOption("--minimum-nodes", "N", "How many members must answer (default: 1)");
        var output = new ValueOption("--out", "FOLDER", "Where table and picture go (default: detection)");
        var format = new ValueOption("--format", "NAME", $"The table's: {string.Join(", ", Formats)} (default: csv)");
        var command = new Verb("detect", "Finds anomalous heartbeats in recordings (WFDB), with a picture")
        {
            Examples =
            [
                "tutti detect train mitdb/101 mitdb/106 mitdb/108 --members 3",
                "tutti detect mitdb/100 mitdb/105",
                "tutti detect recordings --ensemble ensemble --combine median --out found",
                "tutti detect recordings --nodes 4 --listen 0.0.0.0:7443 --token-file tokens",
            ],
        };
        command.Add(records);
        foreach (var option in new[] { ensemble, combine, alpha, deadline, minimum, output, format }) command.Add(option.Option);
        var beats = new BeatFlags(command, decidesShape: false);
        var elsewhere = new RemoteNodeFlags(command);
        command.Add(DetectTrainCommand.Create(terminal));
        command.Add(DetectNodeCommand.Create(terminal));
        Invocation.Bind(command, terminal, invocation =>
        {
            var parse = invocation.Parse;
            var problems = new InputProblems();
            var folder = problems.Try(() => ensemble.Read(parse)?.NotEmpty()) ?? DetectTrainCommand.DefaultFolder;
            var recipe = problems.Try(() => beats.Read(parse, BeatRecipe.LoadForNew(folder))) ?? new();
            var combination = problems.Try(() => combine.Read(parse)?.OneOf(Combination.Words)) ?? Combination.Mean.Word;
            var threshold = problems.Try(() => alpha.Read(parse)?.UpTo(1)) ?? recipe.AlphaFor(combination);
            var request = new DetectRequest
            {
                Records = problems.Try(() => RecordPaths.Find(parse.GetValue(records) ?? [])) ?? [],
                Ensemble = folder,
                Recipe = recipe with { Alpha = threshold },
                Options = new EnsembleDriverOptions
                {
                    Output = DetectorOutput.PValues,
                    Combination = Combination.Parse(combination, threshold),
                    Deadline = TimeSpan.FromSeconds(
                        problems.Try(() => deadline.Read(parse)?.Between(ShortestDeadline, LongestDeadline)) ?? DefaultDeadline),
                    MinimumNodes = problems.Try(() => minimum.Read(parse)?.WholeNumber(1)) ?? 1,
                },
                Remote = problems.Try(() => elsewhere.Read(parse)),
                Output = problems.Try(() => OutputFolder.Check(output.Read(parse) ?? new GivenValue(output.Name, "detection")))!,
                IsJson = problems.Try(() => format.Read(parse)?.OneOf(Formats)) == "json",
            };
            problems.ThrowIfAny();
            return RunAsync(invocation, request);
        });
        return command;
    }

    internal static Argument<string[]> CreateRecords() => new("records")
    {
        HelpName = "RECORD…", Arity = ArgumentArity.ZeroOrMore,
        Description = "WFDB records by their paths, with or without .hea, or folders of such",
    };

    private static async Task<int> RunAsync(Invocation invocation, DetectRequest request)
    {
        var (began, clock) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var display = new DetectionDisplay(invocation.Terminal, invocation.IsQuiet, request.Records.Count);
        var (result, answer) = await display.ShowAsync(() => request.RunAsync(display, invocation.Cancellation)).ConfigureAwait(false);
        var table = WriteTable(result, request);
        var page = DetectionReport.Write(
            result, request.Output, ["tutti", .. invocation.Parse.Tokens.Select(token => token.Value)], began, Stopwatch.GetElapsedTime(clock));
        Print(invocation.Report, result, answer, table, page);
        return ExitCode.Done;
    }

    private static string WriteTable(DetectionResult result, DetectRequest request)
    {
        Directory.CreateDirectory(request.Output);
        var table = new BeatTable(result);
        var path = Path.Combine(request.Output, request.IsJson ? "beats.json" : "beats.csv");
        AtomicFile.Write(path, stream =>
        {
            if (request.IsJson) JsonSerializer.Serialize(stream, table.ToJson());
            else table.WriteCsv(stream);
        });
        return path;
    }

    // Nodes elsewhere that never came were not asked.
    private static IEnumerable<NodeRemark> Absent(DetectionResult result, EnsembleAnswer answer) => result.Nodes.Skip(answer.Nodes.Count);

    private static void Print(Report report, DetectionResult result, EnsembleAnswer answer, string table, string page)
    {
        report.Table(
            ["record", "lead", "beats", "judged", "anomalous"],
            result.Records.Select(record => (IReadOnlyList<string>)
            [
                record.Name, record.Record.Lead, Words.Count(record.Beats.Count), Words.Count(record.JudgedCount), Words.Count(record.AnomalousCount),
            ]),
            2, 3, 4);
        foreach (var record in result.LeftOut) report.Line($"left out: {record}");
        report.Line();
        report.Line($"{answer}{string.Concat(Absent(result, answer).Select(node => $"; {node.Name} {node.Problem?.TrimEnd('.')}"))}.");
        if (result.CalibrationErrors.Count == 0) report.Line("Nodes elsewhere give p-values only: no errors, no reconstructions.");
        report.Facts(("beats", table), ("picture", page));
        report.Json(new JsonObject
        {
            ["records"] = result.Records.Count,
            ["leftOut"] = new JsonArray([.. result.LeftOut.Select(record => new JsonObject
            {
                ["record"] = record.Record, ["problem"] = record.Problem.ToString(), ["message"] = record.Message,
            })]),
            ["beats"] = result.Records.Sum(record => record.Beats.Count),
            ["judged"] = result.Records.Sum(record => record.JudgedCount),
            ["anomalous"] = result.Records.Sum(record => record.AnomalousCount),
            ["alpha"] = result.Alpha,
            ["combination"] = result.Combination,
            ["nodes"] = new JsonArray([
                .. answer.Nodes.Select(node => new JsonObject
                {
                    ["name"] = node.Name, ["version"] = node.Version, ["spoke"] = node.Spoke, ["problem"] = node.Problem,
                    ["seconds"] = node.Elapsed.TotalSeconds,
                }),
                .. Absent(result, answer).Select(node => new JsonObject
                {
                    ["name"] = node.Name, ["version"] = null, ["spoke"] = false, ["problem"] = node.Problem, ["seconds"] = null,
                })]),
            ["weightShare"] = answer.WeightShare,
            ["seconds"] = answer.Elapsed.TotalSeconds,
            ["table"] = table,
            ["report"] = page,
        });
    }
}
