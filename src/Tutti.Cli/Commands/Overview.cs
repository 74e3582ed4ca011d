using System.Text.Json.Nodes;
using Tutti.Cli.Output;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti</c> alone: what it is and three commands to begin with.</summary>
internal static class Overview
{
    internal static int Run(Invocation invocation)
    {
        var verbs = invocation.Parse.RootCommandResult.Command.Subcommands.Where(verb => !verb.Hidden).ToArray();
        var report = invocation.Report;
        report.Line($"Tutti {CommandLine.Version}: distributed machine learning for .NET.");
        report.Line();
        report.Line("Begin with:");
        report.Facts(
            ("tutti train", "a small CNN on the bundled images, one worker a core"),
            ("tutti train --data mnist --workers 2 --epochs 5", "the full MNIST on two workers"),
            ("tutti runs list", "what was trained, and how well"));
        report.Line();
        report.Line("Verbs:");
        report.Facts([.. verbs.Select(verb => (verb.Name, verb.Description ?? ""))]);
        report.Line();
        report.Line("'tutti VERB --help' says more about each.");
        report.Json(new JsonObject { ["version"] = CommandLine.Version, ["verbs"] = Report.List(verbs.Select(verb => verb.Name)) });
        return ExitCode.Done;
    }
}
