using Tutti.Learning.Data.Downloads;

namespace Tutti.Learning.Data.Catalog;

/// <summary>
/// Finds data sets by name, or by the path of a folder with IDX files or of a file with a table. A name is looked for, in order, in <c>--data-root</c>,
/// <c>TUTTI_DATA</c>, the user's cache, the system's folders and among what comes with Tutti, then fetched into the cache.
/// </summary>
public sealed class DataCatalog
{
    /// <summary>The data set that comes with Tutti: <c>fashion-mnist-10k</c>.</summary>
    public const string DefaultName = "fashion-mnist-10k";

    private const string PathOrigin = "path";

    private readonly DataCatalogOptions options;
    private readonly HttpClient? client;

    /// <summary>Makes a catalog.</summary>
    /// <param name="options">Where to look. Default: <see cref="DataCatalogOptions.FromEnvironment"/>.</param>
    /// <param name="client">What downloads go through; not disposed. Default: a client of its own for each download.</param>
    /// <exception cref="ArgumentException">The data root does not exist.</exception>
    public DataCatalog(DataCatalogOptions? options = null, HttpClient? client = null)
        : this(options ?? DataCatalogOptions.FromEnvironment(), client, KnownDatasets.All)
    {
    }

    internal DataCatalog(DataCatalogOptions options, HttpClient? client, IReadOnlyList<DatasetDescription> descriptions)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.DataRoot is { } root && !Directory.Exists(root))
            throw new ArgumentException(
                $"DataCatalog: there is no such data root. Got '{root}'. Expected an existing folder with one folder a data set. " +
                "Check --data-root.");
        this.options = options;
        this.client = client;
        Descriptions = descriptions;
    }

    /// <summary>All data sets that have names, the default first.</summary>
    public IReadOnlyList<DatasetDescription> Descriptions { get; }

    /// <summary>What is known about a name.</summary>
    /// <param name="name">A data set's name.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ArgumentException">There is no such name; the message has the nearest one and the list.</exception>
    public DatasetDescription Describe(string name) =>
        Descriptions.FirstOrDefault(known => known.Name == name) ?? throw new ArgumentException(
            $"DataCatalog: unknown data set. Got '{name}'. {NearestName.Suggest(name, [.. Descriptions.Select(known => known.Name)])} " +
            "A folder with IDX files, or a file with a table, is given by its path.");

    /// <summary>
    /// Whether a text means a path: it has a separator, ends as tables do, or is no known name but an existing folder. A known name is never
    /// a path, so that a folder of that name does not change what the name means: <c>./mnist</c> is the folder.
    /// </summary>
    /// <param name="nameOrPath">The text.</param>
    /// <returns>True for a path.</returns>
    public bool IsPath(string nameOrPath) =>
        nameOrPath.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar)
        || TableFile.IsTable(nameOrPath)
        || (Directory.Exists(nameOrPath) && Descriptions.All(known => known.Name != nameOrPath));

    /// <summary>Finds a data set on this machine.</summary>
    /// <param name="nameOrPath">A name, or the path of a folder with IDX files or of a file with a table; see <see cref="IsPath"/>.</param>
    /// <returns>Where it is, or null for a known name that is nowhere here.</returns>
    /// <exception cref="ArgumentException">There is neither such a name nor such a folder.</exception>
    public DataLocation? Find(string nameOrPath) => Search(nameOrPath, []);

    /// <summary>
    /// Finds a folder in the places where data sets are looked for, for what is no data set of the catalog, such as recordings.
    /// </summary>
    /// <param name="name">The folder's name.</param>
    /// <returns>The first such folder's full path, whatever it holds; null if there is none.</returns>
    public string? FindFolder(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Roots().Select(place => Path.GetFullPath(Path.Combine(place.Root, name))).FirstOrDefault(Directory.Exists);
    }

    /// <summary>Finds a data set on this machine, or fetches it into the cache.</summary>
    /// <param name="nameOrPath">A name, or the path of a folder.</param>
    /// <param name="progress">Told about the bytes that arrive.</param>
    /// <param name="cancellation">Stops a download; what has arrived is kept for the next attempt.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="ArgumentException">There is neither such a name nor such a folder.</exception>
    /// <exception cref="FileNotFoundException">It is nowhere and could not be fetched; the message lists every place tried.</exception>
    public async Task<DataLocation> GetAsync(
        string nameOrPath, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tried = new List<string>();
        if (Search(nameOrPath, tried) is { } found) return found;
        var known = Describe(nameOrPath);
        if (await TryDownloadAsync(known, tried, progress, cancellation).ConfigureAwait(false) is { } fetched) return fetched;
        throw new FileNotFoundException(
            $"DataCatalog: the data set '{known.Name}' was not found. Tried: {string.Join("; ", tried)}. " +
            $"Put its files ({string.Join(", ", known.Layout.FindMissing(""))}, each plain or .gz) into one of these folders, " +
            "or give the path of a folder that has them.");
    }

    /// <summary>Finds or fetches a data set and reads it; a known one is checked against its checksums.</summary>
    /// <param name="nameOrPath">A name, or the path of a folder with IDX files or of a file with a table.</param>
    /// <param name="table">How a file with a table is read; null for the defaults. Anything else has its own classes and parts.</param>
    /// <param name="progress">Told about the bytes that arrive.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>The training and test part.</returns>
    /// <exception cref="ArgumentException">There is neither such a name nor such a folder, or the options do not fit it.</exception>
    /// <exception cref="FileNotFoundException">It is nowhere and could not be fetched; the message lists every place tried.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or has another checksum.</exception>
    public async Task<ClassificationSplits> LoadAsync(
        string nameOrPath, TableOptions? table = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (table is not null && (table.LabelColumn is not null || table.GroupColumn is not null || table.TestShare is not null) && !TableFile.IsTable(nameOrPath))
            throw new ArgumentException(
                $"DataCatalog: the data set has its own classes and its own test part. Got a label column, a group column or a test share for '{nameOrPath}'. " +
                $"Expected them for a file that ends in {string.Join(", ", TableFile.Extensions)} only.");
        var location = await GetAsync(nameOrPath, progress, cancellation).ConfigureAwait(false);
        if (location.Origin != PathOrigin)
        {
            var known = Describe(nameOrPath);
            return known.Layout.Load(location.Folder, known);
        }
        return location.File is { } file ? TableFile.Load(file, table ?? new TableOptions()) : DatasetLayout.Idx.Load(location.Folder, null);
    }

    private DataLocation? Search(string nameOrPath, List<string> tried)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (IsPath(nameOrPath)) return LocateFolder(nameOrPath);
        var layout = Describe(nameOrPath).Layout;
        foreach (var (root, origin) in Roots())
        {
            var folder = Path.GetFullPath(Path.Combine(root, nameOrPath));
            var place = $"{origin} ({folder})";
            if (!Directory.Exists(folder))
            {
                tried.Add($"{place}: no such folder");
                continue;
            }
            var missing = layout.FindMissing(folder);
            if (missing.Count == 0) return new DataLocation(folder, origin);
            tried.Add($"{place}: without {string.Join(", ", missing)}");
        }
        return null;
    }

    private static DataLocation LocateFolder(string path)
    {
        var folder = Path.GetFullPath(path);
        if (File.Exists(folder))
            return TableFile.IsTable(path)
                ? new DataLocation(Path.GetDirectoryName(folder)!, PathOrigin, folder)
                : throw new ArgumentException(
                    $"DataCatalog: the file is no table. Got '{path}'. Expected a file that ends in {string.Join(", ", TableFile.Extensions)}, " +
                    "or a folder with IDX files.");
        if (!Directory.Exists(folder))
            throw new ArgumentException(
                $"DataCatalog: there is no such folder or file. Got '{path}'. " +
                "Expected a folder with IDX files, a file with a table, or a data set's name.");
        var missing = IdxFolder.FindMissing(folder);
        if (missing.Count > 0)
            throw new ArgumentException(
                $"DataCatalog: the folder is no data set. Got '{path}' without {string.Join(", ", missing)}. " +
                "Expected these files, each plain or .gz.");
        return new DataLocation(folder, PathOrigin);
    }

    private IEnumerable<(string Root, string Origin)> Roots()
    {
        if (options.DataRoot is { } root) yield return (root, "--data-root");
        if (options.EnvironmentRoot is { } environment) yield return (environment, "TUTTI_DATA");
        if (options.CacheFolder is { } cache) yield return (cache, "cache");
        foreach (var system in options.SystemFolders) yield return (system, "system");
        yield return (options.BundledFolder, "bundled");
    }

    private async Task<DataLocation?> TryDownloadAsync(
        DatasetDescription known, List<string> tried, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (!options.MayDownload || known.Addresses.Count == 0 || options.CacheFolder is null)
        {
            tried.Add("download: " + (!options.MayDownload ? "switched off"
                : known.Addresses.Count == 0 ? "it has no public address" : "there is no cache folder for this user"));
            return null;
        }
        var folder = Path.GetFullPath(Path.Combine(options.CacheFolder, known.Name));
        var owned = client is null ? FileDownloader.CreateClient() : null;
        using (owned)
        {
            var downloader = new FileDownloader(client ?? owned!, options.Download);
            foreach (var address in known.Addresses)
            {
                try
                {
                    await FetchAllAsync(downloader, known, address, folder, progress, cancellation).ConfigureAwait(false);
                    return new DataLocation(folder, "cache");
                }
                catch (DownloadException failure)
                {
                    tried.Add($"download: {failure.Message}");
                }
            }
        }
        return null;
    }

    private static async Task FetchAllAsync(
        FileDownloader downloader, DatasetDescription known, Uri address, string folder, IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        foreach (var file in known.Files)
        {
            var request = new DownloadRequest(
                new Uri(address, file.Name + ".gz"), Path.Combine(folder, file.Name + ".gz"), file.Bytes, file.Sha256);
            await downloader.FetchAsync(request, progress, cancellation).ConfigureAwait(false);
        }
    }
}
