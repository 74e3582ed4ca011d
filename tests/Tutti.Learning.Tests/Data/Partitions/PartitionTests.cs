using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Tests.Data.Loading;
using Tutti.TestKit;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Digest_RowsMovedToTheNextPart_Differs()
    {
        string Of(params int[][] parts) => new Partition(4, parts).Digest;

        Assert.Equal(Of([0, 1], [2, 3]), Of([0, 1], [2, 3]));
        Assert.Equal(4, new[] { Of([0, 1], [2, 3]), Of([0, 1, 2], [3]), Of([1, 0], [2, 3]), Of([0, 1, 2, 3]) }.Distinct().Count());
    }

    [Fact]
    public void Partition_ImpossibleParts_AreRefused()
    {
        Assert.Contains("no parts", Assert.Throws<ArgumentException>(() => new Partition(3, [])).Message);
        Assert.Contains("part 1 of 2", Assert.Throws<ArgumentException>(() => new Partition(3, [[0], []])).Message);
        Assert.Contains("Got 3 in part 0", Assert.Throws<ArgumentException>(() => new Partition(3, [[3]])).Message);
        Assert.Contains("Got -1", Assert.Throws<ArgumentException>(() => new Partition(3, [[-1]])).Message);
        Assert.Contains("names do not fit", Assert.Throws<ArgumentException>(() => new Partition(3, [[0]], names: ["a", "b"])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Partition(3, [[0]]).Rows(1).Length);
    }

    [Fact]
    public void Partition_ArraysChangedLater_KeepsItsRows()
    {
        int[] rows = [0, 1];
        var partition = new Partition(3, [rows]);
        rows[0] = 2;

        Assert.Equal([0, 1], partition.Rows(0).ToArray());
    }

    [Fact]
    public void View_OfAPart_HasItsRows()
    {
        ISampleSource view = new Partition(10, [[0], [7, 3, 7]]).View(new NumberedSource(10), 1);
        var samples = Tensor.Zeros([3, 2]);
        view.CopySamples([0, 1, 2], samples);

        Assert.Equal(3, view.Count);
        Assert.Equal([7, 7, 3, 3, 7, 7], samples.ToArray<float>());
        Assert.Contains("another data set", Assert.Throws<ArgumentException>(() => new Partition(9, [[0]]).View(new NumberedSource(10), 0)).Message);
    }

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        var partition = new Partition(3, [[2, 0, 2], [1]], "bootstrap", ["north", "south"]);
        partition.Write(folder["p.json"], Data(1));

        var read = Partition.Read(folder["p.json"], Data(1));

        Assert.Equal((3, 2, 4, "bootstrap"), (read.SampleCount, read.PartCount, read.RowCount, read.Scheme));
        Assert.Equal([2, 0, 2], read.Rows(0).ToArray());
        Assert.Equal(["north", "south"], read.Names);
        Assert.Equal(["p.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Read_ForAnotherDataSet_NamesBoth()
    {
        new Partition(3, [[0]]).Write(folder["p.json"], Data(1));

        var error = Assert.Throws<InvalidDataException>(() => Partition.Read(folder["p.json"], Data(2)));

        Assert.Contains("Got 'data 2'", error.Message);
        Assert.Contains("Expected 'data 1'", error.Message);
    }

    [Fact]
    public void Write_ForADataSetOfAnotherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Partition(4, [[0]]).Write(folder["p.json"], Data(1)));

    [Theory]
    [InlineData("", "no partition")]
    [InlineData("null", "no partition")]
    [InlineData("""{"format":"tutti-partition-2","scheme":"x","data":{"name":"","digest":"","count":3},"names":[],"parts":[]}""", "tutti-partition-2")]
    [InlineData("""{"format":"tutti-partition-1","scheme":"x","names":[],"parts":[]}""", "no partition")]
    [InlineData("""{"format":"tutti-partition-1","scheme":"x","data":{"name":"","digest":"D","count":3},"names":["0"],"parts":[null]}""", "null")]
    [InlineData("""{"format":"tutti-partition-1","scheme":"x","data":{"name":"","digest":"D","count":3},"names":["0"],"parts":[[3]]}""", "no such row")]
    [InlineData("""{"format":"tutti-partition-1","scheme":"x","data":{"name":"","digest":"D","count":3},"names":["0"],"parts":[[]]}""", "empty")]
    [InlineData("""{"format":"tutti-partition-1","scheme":"x","data":{"name":"","digest":"D","count":3},"names":[],"parts":[[0]]}""", "names")]
    public void Read_WhatIsBroken_IsRefusedByName(string text, string expected)
    {
        File.WriteAllText(folder["p.json"], text.Replace("\"D\"", $"\"{Data(1).Digest}\"", StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => Partition.Read(folder["p.json"], Data(1)));

        Assert.Contains(expected, error.Message);
        Assert.Contains("p.json", error.Message);
    }

    private static ClassificationDataset Data(float value) =>
        ClassificationDataset.FromFloats($"data {value}", [value, 0, 0], [0, 1, 0], [1], ["a", "b"], Standardization.None);
}
