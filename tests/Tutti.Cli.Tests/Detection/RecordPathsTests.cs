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
    public void Find_AFolderWithSegments_GivesTheRecordOfWhichTheyAreParts()
    {
        using var records = new PulseRecords();
        foreach (var name in new[] { "alone", "whole_1", "whole_2", "varying_1" }) records.Write(name);
        File.WriteAllText(records["whole.hea"], "whole/3 1 250 5250\nwhole_1 2500\n~ 250\nwhole_2 2500\n");
        // A variable layout is not read, so that its segments are records as before.
        File.WriteAllText(records["varying.hea"], "varying/2 1 250 2500\nvarying_layout 0\nvarying_1 2500\n");
        var folder = Path.GetDirectoryName(records["alone"])!;

        Assert.Equal(
            [records["alone"], records["varying"], records["varying_1"], records["whole"]], RecordPaths.Find([folder]));
        // One that is named is wanted.
        Assert.Equal([records["whole_1"]], RecordPaths.Find([records["whole_1"]]));
    }

    [Fact]
    public void Find_NothingToRead_IsRefused()
    {
        Assert.Contains("Got none.", Assert.Throws<InputException>(() => RecordPaths.Find([])).Message, StringComparison.Ordinal);
        Assert.Contains("has no recordings", Assert.Throws<InputException>(() => RecordPaths.Find([folder.Path])).Message, StringComparison.Ordinal);
    }
}
