using Tutti.Cli.Detection;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Detection;

public sealed class RecordPathsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Find_FoldersAndRecords_GivesEachOnceWithoutExtension()
    {
        foreach (var name in new[] { "b.hea", "a.hea", "a.dat" }) File.WriteAllText(folder[name], "");

        Assert.Equal([folder["b"], folder["a"], "absent"], RecordPaths.Find([folder["b.hea"], folder.Path, "absent"]));
    }

    [Fact]
    public void Find_NothingToRead_IsRefused()
    {
        Assert.Contains("Got none.", Assert.Throws<InputException>(() => RecordPaths.Find([])).Message, StringComparison.Ordinal);
        Assert.Contains("has no recordings", Assert.Throws<InputException>(() => RecordPaths.Find([folder.Path])).Message, StringComparison.Ordinal);
    }
}
