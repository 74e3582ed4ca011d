using System.CommandLine;
using Tutti.Cli.Inference;
using Tutti.Cli.Output;
using Tutti.Learning.Data;

namespace Tutti.Cli.Arguments;

/// <summary>The flags that say which trained model works on which data, with how many workers.</summary>
internal sealed class ModelOptions
{
    private const int MostWorkers = 1024;

    private readonly ValueOption runs = new("--runs", "FOLDER", "The folder of runs (default: runs)");
    private readonly ValueOption run =
        new("--run", "ID|PATH", "A run's id, or the beginning of it, or its folder (default: the latest run)");
    private readonly ValueOption checkpoint = new("--checkpoint", "STEP|best|FILE", "Which checkpoint (default: the run's last)");
    private readonly ValueOption data =
        new("--data", "NAME|PATH", "A data set's name, a folder with IDX files, or a file with a table (default: what the run was trained on)");
    private readonly ValueOption dataRoot = DataOptions.CreateRoot();
    private readonly ValueOption label = DataOptions.CreateLabel();
    private readonly ValueOption group = DataOptions.CreateGroup();
    private readonly ValueOption testShare = DataOptions.CreateTestShare();
    private readonly ValueOption workers =
        new("--workers", "N", "Workers that share the samples; the answer does not depend on it (default: one a core)");

    internal ModelOptions(Command command)
    {
        foreach (var option in new[] { run, checkpoint, runs, data, dataRoot, label, group, testShare, workers }) command.Add(option.Option);
    }

    internal TrainedModel FindModel(ParseResult parse) =>
        TrainedModel.Find(runs.Read(parse)?.NotEmpty() ?? "runs", run.Read(parse), checkpoint.Read(parse));

    internal int ReadWorkers(ParseResult parse) => workers.Read(parse)?.WholeNumber(1, MostWorkers) ?? Environment.ProcessorCount;

    internal Task<ClassificationSplits> LoadDataAsync(ParseResult parse, TrainedModel model, DownloadDisplay display, CancellationToken cancellation)
    {
        var options = model.Run?.Options;
        var given = data.Read(parse)?.NotEmpty();
        var name = given ?? options?.GetValueOrDefault("data.name")
            ?? throw new InputException(
                "--data: which data? Got a checkpoint without a run. Expected a data set's name, a folder with IDX files, or a file with a table.");
        var root = dataRoot.Read(parse)?.NotEmpty() ?? options?.GetValueOrDefault("data.root");
        var table = DataOptions.ReadTable(parse, label, testShare, group);
        // The run's own data are read as the run read them; other tables as the flags say.
        if (given is null)
            table = table with
            {
                LabelColumn = table.LabelColumn ?? options?.GetValueOrDefault("data.label"),
                GroupColumn = table.GroupColumn ?? options?.GetValueOrDefault("data.group"),
                TestShare = table.TestShare ?? (options?.GetValueOrDefault("data.testShare") is { } share ? Recorded(share).Share() : null),
            };
        // A model knows values and class numbers only as the table had them that it learned from.
        table = table with { Classes = model.Run?.Data.Classes, Columns = model.Run?.Data.Columns };
        return DataOptions.LoadAsync(DataOptions.OpenCatalog(root), name, table, display, cancellation);
    }

    private static GivenValue Recorded(string share) => new("data.testShare in run.json", share);
}
