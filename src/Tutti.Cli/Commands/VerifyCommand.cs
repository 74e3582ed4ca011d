using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Cli.Verification;
using Tutti.Learning;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti verify</c>: runs golden cases and reports each.</summary>
internal static class VerifyCommand
{
    internal static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { HelpName = "FOLDER", Description = "A folder of golden cases (*.safetensors)" };
        var operation = new ValueOption("--operation", "NAME", "Only the cases of one operation, for instance conv2d");
        var command = new Verb("verify", "Compares results with golden cases and reports each")
        {
            Examples = ["tutti verify ../shared/goldens/cases", "tutti verify ../shared/goldens/cases --operation conv2d --json"],
        };
        command.Add(folder);
        command.Add(operation.Option);
        Invocation.Bind(command, terminal, invocation =>
            RunAsync(invocation, invocation.Parse.GetRequiredValue(folder), operation.Read(invocation.Parse)));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string folder, GivenValue? operation)
    {
        var results = new List<CaseResult>();
        foreach (var file in Select(FindFiles(folder), operation))
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            results.Add(await file.VerifyAsync(invocation.Cancellation).ConfigureAwait(false));
        }
        Print(invocation.Report, results);
        invocation.Report.Json(new JsonObject
        {
            ["passed"] = Count(results, CaseStatus.Passed),
            ["failed"] = Count(results, CaseStatus.Failed),
            ["unsupported"] = Count(results, CaseStatus.Unsupported),
            ["cases"] = new JsonArray([.. results.Select(Facts)]),
        });
        return results.Any(result => result.Status == CaseStatus.Failed) ? ExitCode.Failed : ExitCode.Done;
    }

    private static GoldenFile[] FindFiles(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputException($"tutti verify: there is no such folder. Got '{folder}'. " +
                $"Expected a folder of golden cases (*.safetensors).");
        var files = Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).Select(GoldenFile.Open).ToArray();
        return files.Length > 0
            ? files
            : throw new InputException($"tutti verify: the folder holds no golden cases. Got '{folder}'. " +
                $"Expected *.safetensors files in it.");
    }

    private static GoldenFile[] Select(GoldenFile[] files, GivenValue? operation)
    {
        if (operation is not { } wanted) return files;
        var selected = files.Where(file => file.Operation == wanted.Text).ToArray();
        if (selected.Length > 0) return selected;
        var present = files.Select(file => file.Operation).Distinct().Order(StringComparer.Ordinal).ToArray();
        throw new InputException($"{wanted.Source}: no case of it in the folder. " +
            $"Got '{wanted.Text}'. {NearestName.Suggest(wanted.Text, present)}");
    }

    private static void Print(Report report, List<CaseResult> results)
    {
        report.Table(
            ["status", "case", "error/tolerance", "remark"],
            results.Select(result => (IReadOnlyList<string>)
                [NameOf(result.Status), result.Name, result.LargestError?.ToString("F3", CultureInfo.InvariantCulture) ?? "–", result.Message ?? ""]),
            2);
        report.Line();
        report.Line(
            $"{Count(results, CaseStatus.Passed)} passed, {Count(results, CaseStatus.Failed)} failed, " +
            $"{Count(results, CaseStatus.Unsupported)} unsupported");
    }

    private static JsonObject Facts(CaseResult result) => new()
    {
        ["name"] = result.Name,
        ["operation"] = result.Operation,
        ["status"] = NameOf(result.Status),
        ["largestError"] = Report.Number(result.LargestError),
        ["message"] = result.Message,
    };

    private static string NameOf(CaseStatus status) => status.ToString().ToLowerInvariant();

    private static int Count(List<CaseResult> results, CaseStatus status) => results.Count(result => result.Status == status);
}
