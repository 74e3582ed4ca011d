using System.CommandLine;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Cli.Arguments;

/// <summary>Where data sets are looked for.</summary>
internal static class DataOptions
{
    internal static ValueOption CreateRoot() =>
        new("--data-root", "FOLDER", "A folder of data sets, looked in first (then TUTTI_DATA, the cache, the system)");

    internal static DataCatalog OpenCatalog(string? dataRoot) =>
        InputException.From(() => new DataCatalog(DataCatalogOptions.FromEnvironment(dataRoot)));

    internal static DataCatalog OpenCatalog(ParseResult parse, ValueOption root) => OpenCatalog(root.Read(parse)?.NotEmpty());

    /// <summary>Finds or fetches a data set and reads it, before anything is begun.</summary>
    internal static Task<ClassificationSplits> LoadAsync(
        DataCatalog catalog, string nameOrPath, Output.DownloadDisplay display, CancellationToken cancellation) =>
        InputException.FromAsync(() => catalog.LoadAsync(nameOrPath, display, cancellation));
}
