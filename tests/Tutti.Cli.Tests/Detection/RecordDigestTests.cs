using Tutti.Cli.Detection;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Detection;

public sealed class RecordDigestTests : IDisposable
{
    private readonly PulseRecords records = new();

    public void Dispose() => records.Dispose();

    [Theory]
    [InlineData("p.hea")]
    [InlineData("p.dat")]
    [InlineData("p.atr")]
    public void Of_AFileThatChangesOrGoes_IsAnother(string file)
    {
        var path = records.Write("p");
        var before = RecordDigest.Of([path], "atr", TestContext.Current.CancellationToken);
        Assert.Equal(before, RecordDigest.Of([path], "atr", TestContext.Current.CancellationToken));

        File.AppendAllText(records[file], "#");
        var changed = RecordDigest.Of([path], "atr", TestContext.Current.CancellationToken);
        File.Delete(records[file]);

        Assert.Equal(3, new[] { before, changed, RecordDigest.Of([path], "atr", TestContext.Current.CancellationToken) }.Distinct().Count());
    }

    [Fact]
    public void Of_ASegmentThatChanges_IsAnother()
    {
        records.Write("first");
        File.WriteAllLines(records["joined.hea"], ["joined/1 1 250 2500", "first 2500"]);
        var before = RecordDigest.Of([records["joined"]], "atr", TestContext.Current.CancellationToken);

        records.Write("first", change: samples => samples[7]++);

        Assert.NotEqual(before, RecordDigest.Of([records["joined"]], "atr", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Of_RecordsThatAreNotThere_IsADigestToo() => Assert.NotEqual(
        RecordDigest.Of([records["a"]], "atr", TestContext.Current.CancellationToken), RecordDigest.Of([records["a"], records["b"]], "atr", TestContext.Current.CancellationToken));
}
