using System.CommandLine;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Experiments;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti experiment</c>: runs an experiment and leaves its report; alone it lists them.</summary>
internal static class ExperimentCommand
{
    private const int MostSeeds = 100, MostWorkers = 1024;

    internal static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("name")
        {
            HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne,
            Description = $"Which: {string.Join(", ", ExperimentRegistry.All.Select(experiment => experiment.Name))}; left out, they are listed",
        };
        var quick = new Option<bool>("--quick") { Description = "A small version that ends within two minutes on two cores" };
        var workers = new ValueOption("--workers", "N", "Workers (default: as many as the experiment is described with)");
        var isolation = new ValueOption("--isolation", "KINDS",
            $"What workers are, divided by commas: {string.Join(", ", WorkerKinds.Isolations)} (default: all that this machine offers)");
        var seeds = new ValueOption("--seeds", "N", "How often each measurement is repeated, with another seed (default: 3)");
        var dataRoot = DataOptions.CreateRoot();
        var output = new ValueOption("--out", "FOLDER", $"Where the experiment's folder is made (default: {ExperimentOptions.DefaultOutFolder})");
        var command = new Verb("experiment", "Runs an experiment and leaves a report with charts; alone it lists them")
        {
            Examples = ["tutti experiment", "tutti experiment scaling --quick", "tutti experiment scaling --workers 2 --isolation thread,process --seeds 5 --json"],
        };
        command.Add(name);
        command.Add(quick);
        foreach (var option in new[] { workers, isolation, seeds, dataRoot, output }) command.Add(option.Option);
        Invocation.Bind(command, terminal, invocation => invocation.Parse.GetValue(name) is not { } wanted
            ? Task.FromResult(List(invocation.Report))
            : RunAsync(invocation, wanted, new ExperimentOptions
            {
                IsQuick = invocation.Parse.GetValue(quick),
                Workers = workers.Read(invocation.Parse)?.WholeNumber(1, MostWorkers),
                Isolations = isolation.Read(invocation.Parse) is { } kinds ? ReadKinds(kinds) : null,
                SeedCount = seeds.Read(invocation.Parse)?.WholeNumber(1, MostSeeds) ?? new ExperimentOptions().SeedCount,
                DataRoot = dataRoot.Read(invocation.Parse)?.NotEmpty(),
                OutFolder = output.Read(invocation.Parse)?.NotEmpty() ?? ExperimentOptions.DefaultOutFolder,
                CommandLine = ["tutti", .. invocation.Parse.Tokens.Select(token => token.Value)],
            }));
        return command;
    }

    private static int List(Report report)
    {
        var all = ExperimentRegistry.All;
        report.Table(["experiment", "what it shows"], all.Select(experiment => (IReadOnlyList<string>)[experiment.Name, experiment.Summary]));
        report.Line();
        report.Line("'tutti experiment NAME --quick' runs a small version, without --quick the full one.");
        report.Json(new JsonObject
        {
            ["experiments"] = new JsonArray([.. all.Select(experiment => new JsonObject { ["name"] = experiment.Name, ["summary"] = experiment.Summary })]),
        });
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(Invocation invocation, string name, ExperimentOptions options)
    {
        try
        {
            var experiment = ExperimentRegistry.Find(name);
            var display = new ExperimentDisplay(invocation.Terminal, invocation.IsQuiet);
            var outcome = await display.ShowAsync(
                () => ExperimentRunner.RunAsync(experiment, options, display, invocation.Cancellation)).ConfigureAwait(false);
            Print(invocation.Report, experiment, outcome);
            return ExitCode.Done;
        }
        catch (ExperimentInputException problem)
        {
            throw new InputException(problem.Message, problem);
        }
    }

    private static Communication.Launching.Isolation[] ReadKinds(GivenValue kinds)
    {
        var names = kinds.Text.Split(',', StringSplitOptions.TrimEntries)
            .Select(kind => new GivenValue(kinds.Source, kind).OneOf(WorkerKinds.Isolations)).Distinct();
        return [.. names.Select(WorkerKinds.IsolationOf)];
    }

    private static void Print(Report report, Experiment experiment, ExperimentOutcome outcome)
    {
        report.Line(outcome.Report.Finding);
        report.Line();
        report.Facts(("report", Path.GetRelativePath(Environment.CurrentDirectory, outcome.HtmlPath)));
        report.Json(new JsonObject
        {
            ["experiment"] = experiment.Name,
            ["report"] = outcome.HtmlPath,
            ["reportJson"] = outcome.JsonPath,
            ["finding"] = outcome.Report.Finding,
            ["results"] = new JsonArray([.. outcome.Report.Results.Select(result => result.DeepClone())]),
        });
    }
}
