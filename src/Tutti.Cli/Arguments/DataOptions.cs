using System.CommandLine;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Cli.Arguments;

/// <summary>Which data set, where it is looked for, and how a table is read. The same flags for every verb that reads data.</summary>
internal static class DataOptions
{
    internal static ValueOption CreateRoot() =>
        new("--data-root", "FOLDER", "A folder of data sets, looked in first (then TUTTI_DATA, the cache, the system)");

    internal static ValueOption CreateLabel() =>
        new("--label", "NAME|N", "The column of a table that holds the class, by name or number from 0 (default: the last)");

    internal static ValueOption CreateTestShare() =>
        new("--test-share", "X", "The share of a table's rows to measure on (default: 0.2)");

    internal static ValueOption CreateGroup() =>
        new("--group", "NAME|N", "The column of a CSV file that says which group a row is of, such as a patient; it is no value of the samples then");

    internal static DataCatalog OpenCatalog(string? dataRoot) =>
        InputException.From(() => new DataCatalog(DataCatalogOptions.FromEnvironment(dataRoot)));

    internal static DataCatalog OpenCatalog(ParseResult parse, ValueOption root) => OpenCatalog(root.Read(parse)?.NotEmpty());

    internal static TableOptions ReadTable(ParseResult parse, ValueOption label, ValueOption testShare, ValueOption? group = null) => new()
    {
        LabelColumn = label.Read(parse)?.NotEmpty(), GroupColumn = group?.Read(parse)?.NotEmpty(), TestShare = testShare.Read(parse)?.Share(),
    };

    /// <summary>Finds or fetches a data set and reads it, before anything is begun.</summary>
    internal static Task<ClassificationSplits> LoadAsync(
        DataCatalog catalog, string nameOrPath, TableOptions table, Output.DownloadDisplay display, CancellationToken cancellation) =>
        InputException.FromAsync(() => catalog.LoadAsync(nameOrPath, table, display, cancellation));
}
