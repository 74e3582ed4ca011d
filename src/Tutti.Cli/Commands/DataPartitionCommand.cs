using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti data partition</c>: cuts the training samples of a data set into parts, and shows what that does to them.</summary>
internal static class DataPartitionCommand
{
    internal static Verb Create(Terminal terminal, Argument<string> name)
    {
        var (root, label, group, testShare) =
            (DataOptions.CreateRoot(), DataOptions.CreateLabel(), DataOptions.CreateGroup(), DataOptions.CreateTestShare());
        var file = new ValueOption("--out", "FILE", "Write the row numbers of the parts as JSON");
        var options = new PartitionOptions();
        var command = new Verb("partition", "Cuts the training samples into parts, for workers or clients, and shows what they hold")
        {
            Examples =
            [
                "tutti data partition digits --parts 4 --scheme dirichlet --alpha 0.3 --seed 1",
                "tutti data partition beats.csv --label kind --group patient --parts 3 --scheme grouped --out parts.json",
            ],
        };
        command.Add(name);
        options.AddTo(command);
        foreach (var option in new[] { root, label, group, testShare, file }) command.Add(option.Option);
        Invocation.Bind(command, terminal, invocation =>
        {
            var table = DataOptions.ReadTable(invocation.Parse, label, testShare, group);
            return RunAsync(invocation, DataOptions.OpenCatalog(invocation.Parse, root), invocation.Parse.GetRequiredValue(name), table,
                options.Read(invocation.Parse), OutputFile(file.Read(invocation.Parse)));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, DataCatalog catalog, string name, TableOptions table, PartitionRecipe recipe, string? file)
    {
        var display = new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet);
        var splits = await DataOptions.LoadAsync(catalog, name, table, display, invocation.Cancellation).ConfigureAwait(false);
        var data = splits.Train;
        var partition = PartitionFlags.Cut(recipe, data, PartitionOptions.SchemeFlag);
        long[] groups = data.Groups is { } known ? [.. known.Select(group => (long)group)] : [];
        var report = PartitionReport.Create(partition, data.CopyLabels(), groups, data.ClassCount, data);
        if (file is not null) partition.Write(file, data);
        var view = new PartitionDisplay(data, partition, report, file);
        view.Print(invocation.Report);
        invocation.Report.Json(view.Facts());
        return ExitCode.Done;
    }

    private static string? OutputFile(GivenValue? given)
    {
        if (given?.NotEmpty() is not { } path) return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return folder is not null && Directory.Exists(folder) && !Directory.Exists(path)
            ? path
            : throw new InputException($"--out: no file can be written there. Got '{path}'. Expected a file's path in an existing folder.");
    }
}
