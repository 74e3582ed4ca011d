using System.IO.Compression;
using System.Text;
using Tutti.Learning.Data.Sources;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources;

public sealed class PackedFileTests : IDisposable
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 30_000).Select(row => $"{row},{row * 7919L % 1009}\n")));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8192)]
    [InlineData(1 << 20)]
    public void OpenUnpacked_WholeFile_GivesItsContentWhateverTheReads(int readBytes)
    {
        foreach (var length in new[] { 0, 1, 1000, Content.Length })
        {
            using var stream = PackedFile.OpenUnpacked(Write(Pack(Content[..length])));
            Assert.True(ReadAll(stream, readBytes).AsSpan().SequenceEqual(Content.AsSpan(0, length)));
            Assert.Equal(0, stream.Read(new byte[3]));
        }
    }

    [Fact]
    public void OpenUnpacked_SeveralMembers_AreOneContent()
    {
        using var stream = PackedFile.OpenUnpacked(Write([.. Pack(Content), .. Pack([]), .. Pack(Content[..5])]));

        Assert.Equal([.. Content, .. Content[..5]], ReadAll(stream, 4096));
    }

    // The runtime's stream takes all of these for whole files: rows would be lost in silence.
    [Fact]
    public void OpenUnpacked_CutOffAnywhere_IsRefused()
    {
        var packed = Pack(Content);
        int[] lengths = [2, 5, 10, 11, 100, packed.Length / 2, packed.Length - 9, packed.Length - 8, packed.Length - 3, packed.Length - 1];
        foreach (var length in lengths)
        {
            using var stream = PackedFile.OpenUnpacked(Write(packed[..length]));
            Assert.Throws<InvalidDataException>(() => ReadAll(stream, 1 << 16));
        }
    }

    [Fact]
    public void OpenUnpacked_BytesAfterTheEnd_AreRefused()
    {
        using var stream = PackedFile.OpenUnpacked(Write([.. Pack(Content), .. "more"u8]));

        Assert.Contains("follow its end", Assert.Throws<InvalidDataException>(() => ReadAll(stream, 1 << 16)).Message);
    }

    [Fact]
    public void ReadCsv_CutOffBetweenRows_NamesTheFile()
    {
        // Without compression the cut can be placed behind a row.
        var packed = Pack(Content[..1000], CompressionLevel.NoCompression);
        var cut = packed.AsSpan().LastIndexOf("\n"u8);
        cut = packed.AsSpan(0, cut).LastIndexOf("\n"u8) + 1;
        var path = Write(packed[..cut]);

        var error = Assert.Throws<InvalidDataException>(() => CsvFile.Read(path));

        Assert.Contains($"the gzip compression of '{path}' is damaged", error.Message);
    }

    [Fact]
    public void ReadIdx_DamagedAnywhere_IsInvalidData()
    {
        var random = new Random(5);
        var packed = Pack(IdxBytes.Images(10, 28, 28, [.. Enumerable.Range(0, 7840).Select(pixel => (byte)(pixel * pixel))]));
        for (var round = 0; round < 300; round++)
        {
            var damaged = packed.ToArray();
            damaged[2 + random.Next(damaged.Length - 2)] ^= (byte)(1 + random.Next(255));
            var path = Write(damaged);
            try
            {
                IdxFile.ReadImages(path);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message);
            }
        }
    }

    private static byte[] ReadAll(Stream stream, int readBytes)
    {
        var (content, buffer) = (new MemoryStream(), new byte[readBytes]);
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer)) content.Write(buffer, 0, read);
        return content.ToArray();
    }

    private static byte[] Pack(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true)) gzip.Write(content);
        // The runtime writes nothing at all for no content.
        return packed.Length > 0 ? packed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private string Write(byte[] content)
    {
        File.WriteAllBytes(folder["file.gz"], content);
        return folder["file.gz"];
    }
}
