using Tutti.Learning.Data.Sources.Wfdb;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

public sealed class WfdbSegmentsTests : IDisposable
{
    private const string Signals = "200(3)/uV 12 0 I S 0";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_SegmentsAndAGap_AreOneRecord()
    {
        var first = Segment("s_1", 5);
        var second = Segment("s_2", 3);
        Write("s/3 2 250 12 10:00:00", "s_1 5", "~ 4", "s_2 3", "# a comment");
        File.WriteAllBytes(folder["s.atr"], [200, 4, 0, 0]);

        var record = WfdbRecord.Read(folder["s"]);

        Assert.Equal(("s", 12, 250.0), (record.Header.Name, record.SampleCount, record.Header.SamplingFrequency));
        Assert.Equal([new("s_1", 5), new(null, 4), new("s_2", 3)], record.Header.Segments);
        Assert.Equal(["II", "PLETH"], record.Header.Signals.Select(signal => signal.Description));
        foreach (var (signal, perFrame) in new[] { (0, 1), (1, 2) })
        {
            int[] gap = [.. Enumerable.Repeat(-2048, 4 * perFrame)];
            Assert.Equal([.. first[signal], .. gap, .. second[signal]], record.Samples(signal).ToArray());
            Assert.Equal(4 * perFrame, record.ToPhysical(signal).Count(float.IsNaN));
        }
        Assert.Equal(200, Assert.Single(WfdbAnnotations.Read(folder["s"])).Sample);
        // A header of one piece has no segments.
        Assert.Empty(WfdbHeader.Read(folder["s_1"]).Segments);
    }

    [Theory]
    [InlineData("s/2 2 250 8|s_1 5", "Got 1 of several segments. Expected 2, as the record line says")]
    [InlineData("s/1 2 250 5|s_1 5|s_2 3", "Got one more line: 's_2 3'. Expected 1 segments")]
    [InlineData("s/2 2 250 9|s_1 5|s_2 3", "Got segments of 8 samples. Expected 9")]
    [InlineData("s/2 2 250|s_1 5|s_2 4", "Got 3 samples in 's_2'. Expected 4")]
    [InlineData("s/2 1 250 8|s_1 5|s_2 3", "Got 2 signals. Expected 1")]
    [InlineData("s/2 2 125 8|s_1 5|s_2 3", "other signals in 's_1'")]
    [InlineData("s/2 2 250 8|s_1 5|other 3", "other signals in 'other'")]
    [InlineData("s/2 2 250 5|layout 0|s_1 5", "the segment 'layout' without samples, which lists the signals of a variable layout")]
    [InlineData("s/2 2 250|s_1 5|~ 2000000000", "2000000000 of them missing")]
    [InlineData("s/1 2 250|~ 5", "Got nothing but gaps")]
    [InlineData("s/1 2 250|s 5", "Got the segment 's' of several segments itself")]
    [InlineData("s/0 2 250", "Got the number of segments '0'")]
    [InlineData("s/x 2 250", "Got the number of segments 'x'")]
    [InlineData("s/1 2 250|../s_1 5", "Got the segment '../s_1'")]
    [InlineData("s/1 2 250|s_1", "Got no number of samples of a segment")]
    public void Read_SegmentsThatDoNotFit_SaysWhy(string lines, string expected)
    {
        Segment("s_1", 5);
        Segment("s_2", 3);
        SyntheticRecord.Write(folder.Path, ["other 2 250 3", $"other.dat 212 {Signals} II", $"other.dat 212 {Signals} V"], 3);
        Write(lines.Split('|'));

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["s"])).Message);
    }

    [Fact]
    public void Read_ASegmentIsMissing_SaysWhich()
    {
        Segment("s_1", 5);
        Write("s/2 2 250", "s_1 5", "s_2 3");

        Assert.Contains("s_2.hea", Assert.ThrowsAny<IOException>(() => WfdbRecord.Read(folder["s"])).Message);
    }

    // Each in files of its own, at another offset.
    private int[][] Segment(string name, int count) => SyntheticRecord.Write(
        folder.Path, [$"{name} 2 250 {count}", $"{name}.dat 212+{count} {Signals} II", $"{name}.dat 212x2+{count} {Signals} PLETH"], count);

    private void Write(params string[] lines) => File.WriteAllLines(folder["s.hea"], lines);
}
