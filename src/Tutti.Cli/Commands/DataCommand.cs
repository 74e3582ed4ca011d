using System.CommandLine;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti data</c>: which data sets there are, where they are, what they hold.</summary>
internal static class DataCommand
{
    internal static Command Create(Terminal terminal)
    {
        var command = new Verb("data", "Data sets: where they are and what they hold")
        {
            CreateList(terminal), CreateGet(terminal), CreateDescribe(terminal), DataPartitionCommand.Create(terminal, CreateNameArgument()),
        };
        return command;
    }

    private static Verb CreateList(Terminal terminal)
    {
        var root = DataOptions.CreateRoot();
        var command = new Verb("list", "All data sets with names, and where they are") { root.Option };
        Invocation.Bind(command, terminal, invocation => List(invocation, DataOptions.OpenCatalog(invocation.Parse, root)));
        return command;
    }

    private static Verb CreateGet(Terminal terminal)
    {
        var name = CreateNameArgument();
        var (root, label, testShare) = (DataOptions.CreateRoot(), DataOptions.CreateLabel(), DataOptions.CreateTestShare());
        var command = new Verb("get", "Finds a data set, or fetches it into the cache, and checks it")
        {
            name, root.Option, label.Option, testShare.Option,
        };
        Invocation.Bind(command, terminal, invocation =>
            GetAsync(invocation, DataOptions.OpenCatalog(invocation.Parse, root), invocation.Parse.GetRequiredValue(name),
                DataOptions.ReadTable(invocation.Parse, label, testShare)));
        return command;
    }

    private static Verb CreateDescribe(Terminal terminal)
    {
        var name = CreateNameArgument();
        var (root, label, testShare) = (DataOptions.CreateRoot(), DataOptions.CreateLabel(), DataOptions.CreateTestShare());
        var command = new Verb("describe", "Counts, shape, classes, mean and deviation, digest, origin")
        {
            name, root.Option, label.Option, testShare.Option,
        };
        Invocation.Bind(command, terminal, invocation =>
            DescribeAsync(invocation, DataOptions.OpenCatalog(invocation.Parse, root), invocation.Parse.GetRequiredValue(name),
                DataOptions.ReadTable(invocation.Parse, label, testShare)));
        return command;
    }

    private static Argument<string> CreateNameArgument() =>
        new("data") { HelpName = "DATA", Description = "A data set's name, or the path of a folder with IDX files or of a file with a table" };

    private static int List(Invocation invocation, DataCatalog catalog)
    {
        var found = catalog.Descriptions.Select(known => (Known: known, Location: catalog.Find(known.Name))).ToArray();
        var report = invocation.Report;
        report.Table(
            ["name", "samples", "shape", "classes", "where"],
            found.Select(entry => (IReadOnlyList<string>)
            [
                entry.Known.Name,
                entry.Known is { TrainCount: { } train, TestCount: { } test } ? $"{Words.Count(train)} + {Words.Count(test)}" : "–",
                entry.Known.SampleShape.ToString(),
                $"{entry.Known.ClassNames.Count}",
                entry.Location is { } location ? $"{location.Origin}: {location.Folder}"
                    : entry.Known.Addresses.Count > 0 ? "not here; 'tutti data get' fetches it" : "not here; 'tutti data get' says what is missing",
            ]), 1, 3);
        report.Json(new JsonObject { ["datasets"] = new JsonArray([.. found.Select(entry => Facts(entry.Known, entry.Location))]) });
        return ExitCode.Done;
    }

    private static async Task<int> GetAsync(Invocation invocation, DataCatalog catalog, string name, TableOptions table)
    {
        var display = new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet);
        var splits = await DataOptions.LoadAsync(catalog, name, table, display, invocation.Cancellation).ConfigureAwait(false);
        var location = catalog.Find(name)!;
        invocation.Report.Line(
            $"{splits.Name}: {location.Folder} ({location.Origin}), {Words.Count(splits.Train.Count)} + {Words.Count(splits.Test.Count)} samples.");
        invocation.Report.Json(new JsonObject
        {
            ["name"] = splits.Name, ["folder"] = location.Folder, ["origin"] = location.Origin,
            ["train"] = splits.Train.Count, ["test"] = splits.Test.Count,
        });
        return ExitCode.Done;
    }

    private static async Task<int> DescribeAsync(Invocation invocation, DataCatalog catalog, string name, TableOptions table)
    {
        var display = new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet);
        var splits = await DataOptions.LoadAsync(catalog, name, table, display, invocation.Cancellation).ConfigureAwait(false);
        var location = catalog.Find(name)!;
        var known = catalog.Descriptions.FirstOrDefault(description => description.Name == splits.Name && location.Origin != "path");
        Print(invocation.Report, splits, location, known);
        invocation.Report.Json(Facts(splits, location, known));
        return ExitCode.Done;
    }

    private static void Print(Report report, ClassificationSplits splits, DataLocation location, DatasetDescription? known)
    {
        var scale = splits.Train.Standardization;
        report.Line($"{splits.Name}{(known is null ? "" : $": {known.Summary}")}");
        report.Facts(
            ("origin", known?.Origin ?? "unknown"),
            ("where", $"{location.Folder} ({location.Origin})"),
            ("samples", $"{Words.Count(splits.Train.Count)} to learn from, {Words.Count(splits.Test.Count)} to measure on"),
            ("shape", $"{splits.Train.SampleShape}"),
            ("subtracted, divided by", $"{Words.Number(scale.Mean)}, {Words.Number(scale.StandardDeviation)}"),
            ("digest, train", splits.Train.Digest),
            ("digest, test", splits.Test.Digest));
        var (train, test) = (splits.Train.CountClasses(), splits.Test.CountClasses());
        report.Table(
            ["label", "class", "train", "test"],
            splits.Train.ClassNames.Select((name, label) => (IReadOnlyList<string>)
                [$"{label}", name, Words.Count(train[label]), Words.Count(test[label])]),
            0, 2, 3);
    }

    private static JsonObject Facts(ClassificationSplits splits, DataLocation location, DatasetDescription? known) => new()
    {
        ["name"] = splits.Name,
        ["summary"] = known?.Summary,
        ["origin"] = known?.Origin,
        ["folder"] = location.Folder,
        ["found"] = location.Origin,
        ["shape"] = Dimensions(splits.Train.SampleShape.ToArray()),
        ["mean"] = splits.Train.Standardization.Mean,
        ["deviation"] = splits.Train.Standardization.StandardDeviation,
        ["classes"] = Report.List(splits.Train.ClassNames),
        ["train"] = Facts(splits.Train),
        ["test"] = Facts(splits.Test),
    };

    private static JsonObject Facts(ClassificationDataset part) => new()
    {
        ["count"] = part.Count, ["classCounts"] = Dimensions(part.CountClasses()), ["digest"] = part.Digest,
    };

    private static JsonObject Facts(DatasetDescription known, DataLocation? location) => new()
    {
        ["name"] = known.Name,
        ["summary"] = known.Summary,
        ["origin"] = known.Origin,
        ["train"] = known.TrainCount,
        ["test"] = known.TestCount,
        ["shape"] = Dimensions(known.SampleShape.ToArray()),
        ["classes"] = known.ClassNames.Count,
        ["found"] = location?.Origin,
        ["folder"] = location?.Folder,
    };

    private static JsonArray Dimensions(IEnumerable<int> numbers) => [.. numbers.Select(number => (JsonNode)number)];
}
