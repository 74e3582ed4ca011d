using Tutti.Learning.Data.Downloads;

namespace Tutti.Learning.Data.Catalog;

/// <summary>Where a <see cref="DataCatalog"/> looks.</summary>
public sealed record DataCatalogOptions
{
    /// <summary>The folder of data sets that <c>--data-root</c> names, looked in first; it must exist. Default: none.</summary>
    public string? DataRoot { get; init; }

    /// <summary>The folder of data sets that <c>TUTTI_DATA</c> names, looked in second. Default: none.</summary>
    public string? EnvironmentRoot { get; init; }

    /// <summary>Where fetched data sets are kept, made when needed. Null: there is none, so nothing can be fetched.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Folders of data sets that the system's packages fill. Default: Debian's <c>/usr/share/datasets</c>.</summary>
    public IReadOnlyList<string> SystemFolders { get; init; } = ["/usr/share/datasets"];

    /// <summary>The folder of the data sets that come with Tutti. Default: <c>data</c> beside the program.</summary>
    public string BundledFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Whether data sets that are nowhere else are fetched from their public address. Default: yes.</summary>
    public bool MayDownload { get; init; } = true;

    /// <summary>How patient downloads are.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>
    /// The usual options of this user and machine: <c>TUTTI_DATA</c>, and <c>tutti/data</c> in the user's cache (<c>XDG_CACHE_HOME</c> or
    /// <c>~/.cache</c>; <c>~/Library/Caches</c> on macOS; the local application data on Windows).
    /// </summary>
    /// <param name="dataRoot">What <c>--data-root</c> says, if anything.</param>
    /// <returns>The options.</returns>
    public static DataCatalogOptions FromEnvironment(string? dataRoot = null) => new()
    {
        DataRoot = dataRoot,
        EnvironmentRoot = Environment.GetEnvironmentVariable("TUTTI_DATA") is { Length: > 0 } root ? root : null,
        CacheFolder = FindCache(),
    };

    private static string? FindCache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named && Path.IsPathRooted(named) ? named
            : home.Length == 0 ? ""
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Path.Combine(home, ".cache");
        return caches.Length == 0 ? null : Path.Combine(caches, "tutti", "data");
    }
}
