using Xunit;

namespace Tutti.TestKit;

/// <summary>
/// Real data for tests, which the repository does not carry: <c>shared/data</c> beside the checkout, or the folder that <c>TUTTI_DATA</c>
/// names. A test whose data is nowhere reports itself as skipped; there is no other reason to skip.
/// </summary>
public static class TestData
{
    /// <summary>The folder of data sets, or null.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>A data set's folder, for instance <c>mnist</c>; skips the test where it is absent.</summary>
    public static string Folder(string name)
    {
        var folder = Root is null ? null : Path.Combine(Root, name);
        if (folder is null || !Directory.Exists(folder))
            Assert.Skip($"The data set '{name}' is not on this machine (TUTTI_DATA, ../shared/data).");
        return folder;
    }

    /// <summary>A folder of Debian's package <c>dataset-fashion-mnist</c>; skips the test where it is absent.</summary>
    public static string SystemFolder(string name)
    {
        var folder = Path.Combine("/usr/share/datasets", name);
        if (!Directory.Exists(folder)) Assert.Skip($"The data set '{name}' is not installed on this machine ({folder}).");
        return folder;
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("TUTTI_DATA") is { Length: > 0 } named) return Path.GetFullPath(named);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }
}
