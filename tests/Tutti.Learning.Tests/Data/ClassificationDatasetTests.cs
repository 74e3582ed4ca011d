using System.Security.Cryptography;
using System.Text;
using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data;

public sealed class ClassificationDatasetTests
{
    private static readonly string[] Classes = ["cat", "dog", "owl"];

    [Fact]
    public void CopySamples_Bytes_ScalesThenStandardises()
    {
        var data = Bytes([0, 51, 102, 153, 204, 255], [0, 1], [3], new Standardization(0.2f, 0.5f));
        var destination = new float[6];

        data.CopySamples([1, 0], destination);

        float[] expected = [.. new double[] { 153, 204, 255, 0, 51, 102 }.Select(value => (float)((value / 255 - 0.2f) / 0.5f))];
        Assert.Equal(expected, destination);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(784)]
    public void CopySamples_AnySampleSize_CopiesEachByte(int size)
    {
        var bytes = new byte[3 * size];
        new System.Random(size).NextBytes(bytes);
        var data = Bytes(bytes, [0, 1, 2], [size], Standardization.None);
        var destination = new float[2 * size];

        data.CopySamples([2, 1], destination);

        Assert.Equal([.. bytes[(2 * size)..].Concat(bytes[size..(2 * size)]).Select(value => (float)(value / 255.0))], destination);
    }

    [Fact]
    public void CopySamples_Floats_Standardises()
    {
        var data = ClassificationDataset.FromFloats("f", [1, 2, 3, 4], [0, 1], [2], Classes, new Standardization(1, 2));
        var destination = new float[2];

        data.CopySamples([1], destination);

        Assert.Equal([1, 1.5f], destination);
    }

    [Fact]
    public void CopyLabels_Rows_GivesTheirClasses()
    {
        var labels = new long[3];
        Bytes([1, 2, 3], [2, 0, 1], [1]).CopyLabels([1, 0, 1], labels);

        Assert.Equal([0L, 2, 0], labels);
    }

    [Fact]
    public void CopyLabels_All_GivesThemInTheOrderOfTheRows() => Assert.Equal([2L, 0, 1], Bytes([1, 2, 3], [2, 0, 1], [1]).CopyLabels());

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void CopySamples_NoSuchRow_NamesItAndWritesNothing(int row)
    {
        var data = Bytes([1, 2, 3], [2, 0, 1], [1]);
        float[] destination = [9, 9];

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => data.CopySamples([0, row], destination));

        Assert.Contains($"Got {row}. Expected 0 to 2.", error.Message);
        Assert.Equal([9, 9], destination);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.CopyLabels([row], new long[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Copy_DestinationOfAnotherSize_IsRefused(int length)
    {
        var data = Bytes([1, 2, 3], [2, 0, 1], [1]);

        Assert.Throws<ArgumentException>(() => data.CopySamples([0, 1], new float[length]));
        Assert.Throws<ArgumentException>(() => data.CopyLabels([0, 1], new long[length]));
    }

    [Fact]
    public void FromBytes_SizesDoNotFit_NamesBothAndTheShape()
    {
        var error = Assert.Throws<ArgumentException>(() => Bytes([1, 2, 3], [0, 1], [2]));

        Assert.Contains("Got 3 sample values and 2 labels", error.Message);
        Assert.Contains("[2]", error.Message);
    }

    [Fact]
    public void FromBytes_LabelOutOfRange_NamesItsIndex()
    {
        var error = Assert.Throws<ArgumentException>(() => Bytes([1, 2, 3], [0, 2, 3], [1]));

        Assert.Contains("label 2 is out of range. Got 3. Expected 0 to 2.", error.Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(float.NaN, 1)]
    [InlineData(0, float.PositiveInfinity)]
    public void FromBytes_ImpossibleConstants_AreRefused(float mean, float deviation) =>
        Assert.Throws<ArgumentException>(() => Bytes([1], [0], [1], new Standardization(mean, deviation)));

    [Fact]
    public void Digest_IsTheDocumentedHash()
    {
        byte[] content = [.. Encoding.ASCII.GetBytes("tutti-classification-1 u8 2 1x1x2 3\n"), 1, 2, 3, 4, 0, 2];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), Bytes([1, 2, 3, 4], [0, 2], [1, 1, 2]).Digest);
    }

    [Fact]
    public void Digest_Floats_IsTheDocumentedHash()
    {
        byte[] content = [.. Encoding.ASCII.GetBytes("tutti-classification-1 f32 1 1 3\n"), 0, 0, 128, 63, 1];
        var data = ClassificationDataset.FromFloats("f", [1], [1], [1], Classes, Standardization.None);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), data.Digest);
    }

    [Fact]
    public void Digest_OtherContent_Differs()
    {
        string[] digests =
        [
            Bytes([1, 2], [0, 2], [1]).Digest,
            Bytes([1, 3], [0, 2], [1]).Digest,
            Bytes([1, 2], [0, 1], [1]).Digest,
            Bytes([1, 2], [0], [2]).Digest,
            Bytes([1, 2], [0], [1, 2]).Digest,
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void CountClasses_CountsEach() => Assert.Equal([1, 0, 2], Bytes([1, 2, 3], [2, 0, 2], [1]).CountClasses());

    private static ClassificationDataset Bytes(byte[] samples, byte[] labels, Shape shape, Standardization? standardization = null) =>
        ClassificationDataset.FromBytes("animals", samples, labels, shape, Classes, standardization ?? Standardization.None);
}
