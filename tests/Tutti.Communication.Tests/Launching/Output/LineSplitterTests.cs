using System.Text;
using Tutti.Communication.Launching.Output;

namespace Tutti.Communication.Tests.Launching.Output;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\n\ntwo", "one||two")]
    [InlineData("one\r\ntwo\r\n", "one|two")]
    [InlineData("\r\n\r\n", "|")]
    [InlineData("10%\r20%\r30%\n", "10%|20%|30%")]
    [InlineData("\r10%\r20%", "10%|20%")]
    [InlineData("last without end", "last without end")]
    [InlineData("", null)]
    public void Append_Text_GivesItsLinesHoweverItIsCut(string text, string? expected)
    {
        for (var size = 1; size <= Math.Max(1, text.Length); size++)
            Assert.Equal(expected?.Split('|') ?? [], Split(Encoding.UTF8.GetBytes(text), size).Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void Append_AnyBytes_KeepsThemAll()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        bytes.AsSpan().Replace((byte)'\r', (byte)' ');

        var lines = Split([.. bytes, (byte)'\n'], 37);

        Assert.Equal([.. bytes, (byte)'\n'], lines.SelectMany(line => line.Append((byte)'\n')));
    }

    [Fact]
    public void Append_ALineBeyondTheBound_IsCutBetweenCharacters()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("€", LineSplitter.LongestLine));

        var lines = Split(Encoding.UTF8.GetBytes(text), 1000).Select(Encoding.UTF8.GetString).ToArray();

        Assert.Equal(text, string.Concat(lines));
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, LineSplitter.LongestLine));
        Assert.DoesNotContain('\uFFFD', string.Concat(lines));
    }

    private static List<byte[]> Split(byte[] bytes, int size)
    {
        var (splitter, lines) = (new LineSplitter(), new List<byte[]>());
        foreach (var part in bytes.Chunk(size)) splitter.Append(part, line => lines.Add(line.ToArray()));
        splitter.Complete(line => lines.Add(line.ToArray()));
        return lines;
    }
}
