using System.Security.Cryptography;
using Tutti.Learning.Data.Sources;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadImages_WholeFile_GivesSizesAndPixels(bool isPacked)
    {
        var path = Write(IdxBytes.Images(2, 1, 3, 1, 2, 3, 4, 5, 6), isPacked);

        var images = IdxFile.ReadImages(path);

        Assert.Equal((2, 1, 3), (images.Count, images.Rows, images.Columns));
        Assert.Equal([1, 2, 3, 4, 5, 6], images.Pixels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadLabels_WholeFile_GivesLabels(bool isPacked) =>
        Assert.Equal([7, 0, 9], IdxFile.ReadLabels(Write(IdxBytes.Labels(3, 7, 0, 9), isPacked), 10));

    [Fact]
    public void ReadImages_LongerThanTheFirstChunk_GivesAllPixels()
    {
        var pixels = new byte[5 * 1000 * 1000];
        new System.Random(1).NextBytes(pixels);

        Assert.True(pixels.AsSpan().SequenceEqual(IdxFile.ReadImages(Write(IdxBytes.Images(5, 1000, 1000, pixels), true)).Pixels));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadImages_CutAnywhere_SaysTruncatedWithBothSizes(bool isPacked)
    {
        var whole = IdxBytes.Images(2, 1, 3, 1, 2, 3, 4, 5, 6);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = Write(whole[..length], isPacked);

            var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));

            Assert.Contains("truncated", error.Message);
            Assert.Contains(path, error.Message);
            Assert.Contains($"Got {length} bytes", error.Message);
            if (length >= 16) Assert.Contains("Expected 22", error.Message);
        }
    }

    [Fact]
    public void ReadImages_PackedFileCut_SaysSo()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Images(10, 10, 10, RandomNumberGenerator.GetBytes(1000)));
        foreach (var length in new[] { 3, 20, 500, packed.Length - 9 })
        {
            var path = Write(packed[..length], false);
            var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
            Assert.Matches("truncated|compression", error.Message);
            Assert.Contains(path, error.Message);
        }
    }

    [Fact]
    public void ReadImages_PackedFileDamaged_SaysSo()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Images(10, 10, 10, RandomNumberGenerator.GetBytes(1000)));
        packed[500] ^= 0x55;

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(Write(packed, false)));

        Assert.Contains("compression", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadImages_TrailingBytes_AreRefused(bool isPacked)
    {
        var path = Write([.. IdxBytes.Images(1, 1, 1, 5), 6], isPacked);

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));

        Assert.Contains("trailing bytes", error.Message);
        Assert.Contains("more than 17 bytes", error.Message);
    }

    [Fact]
    public void ReadImages_FileOfLabels_SaysWhatItIs()
    {
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(Write(IdxBytes.Labels(1, 1), false)));

        Assert.Contains("Got magic number 2049 (0x00000801). Expected 2051 (0x00000803): this is a file of labels.", error.Message);
    }

    [Fact]
    public void ReadLabels_OtherFile_SaysWrongMagic()
    {
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(Write("hello, world"u8.ToArray(), false)));

        Assert.Contains("is no IDX file of labels", error.Message);
        Assert.Contains("Expected 2049", error.Message);
    }

    [Fact]
    public void ReadLabels_OutOfRange_NamesTheIndexAndTheValue()
    {
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(Write(IdxBytes.Labels(4, 0, 9, 10, 11), false), 10));

        Assert.Contains("label 2 of", error.Message);
        Assert.Contains("Got 10. Expected 0 to 9.", error.Message);
    }

    [Theory]
    [InlineData(-1, 28, 28, "count")]
    [InlineData(1, -28, 28, "rows")]
    [InlineData(1, 28, int.MinValue, "columns")]
    public void ReadImages_NegativeSize_IsRefused(int count, int rows, int columns, string what)
    {
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(Write(IdxBytes.Images(count, rows, columns), false)));

        Assert.Contains($"the {what} in", error.Message);
    }

    [Theory]
    [InlineData(int.MaxValue, 1, 1)]
    [InlineData(2_000_000, 28, 28)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void ReadImages_HeaderThatLies_CostsLittleMemory(int count, int rows, int columns)
    {
        var path = Write(IdxBytes.Images(count, rows, columns, new byte[100]), false);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void ReadImages_Checksum_IsThatOfTheUnpackedContent()
    {
        var content = IdxBytes.Images(1, 1, 2, 3, 4);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));

        Assert.Equal([3, 4], IdxFile.ReadImages(Write(content, false), digest).Pixels);
        Assert.Equal([3, 4], IdxFile.ReadImages(Write(content, true), digest).Pixels);
    }

    [Fact]
    public void ReadImages_ChecksumMismatch_SaysFileExpectedGotAndWhatToDo()
    {
        var content = IdxBytes.Images(1, 1, 2, 3, 4);
        var path = Write(content, false);
        var expected = new string('0', 64);

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path, expected));

        Assert.Contains(path, error.Message);
        Assert.Contains(expected, error.Message);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(content)), error.Message);
        Assert.Contains("Delete the file", error.Message);
    }

    private string Write(byte[] content, bool isPacked)
    {
        var path = folder["file"];
        File.WriteAllBytes(path, isPacked ? IdxBytes.Gzip(content) : content);
        return path;
    }
}
