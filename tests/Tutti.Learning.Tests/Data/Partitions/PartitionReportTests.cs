using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionReportTests
{
    private static readonly Partition Some = new(10, [[0, 1, 1, 2], [2, 3], [4, 4, 4, 5, 6, 7]]);

    [Fact]
    public void Create_Rows_AreCounted()
    {
        var report = PartitionReport.Create(Some);

        Assert.Equal(0.8, report.Coverage);
        Assert.Equal(1, report.OverlapCount);
        Assert.Equal([1, 0, 2], report.RepeatedCounts);
        Assert.Equal((2, 4.0, 6), (report.SmallestSize, report.MedianSize, report.LargestSize));
        Assert.Equal(Math.Sqrt(8.0 / 3) / 4, report.SizeVariation, 12);
        Assert.Null(report.LabelSkew);
        Assert.Null(report.LeakedGroupCount);
        Assert.Null(report.IdenticalCount);
    }

    [Fact]
    public void Create_Labels_AreComparedWithTheWhole()
    {
        long[] labels = [0, 0, 1, 1];
        var report = PartitionReport.Create(new Partition(4, [[0, 1], [0, 2], [3]]), labels, classCount: 3);

        Assert.Equal([[2, 0, 0], [1, 1, 0], [0, 1, 0]], report.ClassCounts!);
        Assert.Equal([0.5, 0, 0.5], report.LabelDistances!);
        Assert.Equal(1.0 / 3, report.LabelSkew!.Value, 12);
        Assert.Equal([1, 0, 1], report.EmptyClassCounts!);
    }

    [Fact]
    public void Create_GroupsInSeveralParts_AreNamedUpToFive()
    {
        long[] groups = [.. Enumerable.Range(0, 16).Select(row => row / 2L)];
        int[] even = [.. Enumerable.Range(0, 8).Select(row => 2 * row)], odd = [.. Enumerable.Range(0, 7).Select(row => 2 * row + 1)];

        var report = PartitionReport.Create(new Partition(16, [even, odd]), groups: groups);

        Assert.Equal(7, report.LeakedGroupCount);
        Assert.Equal([0L, 1, 2, 3, 4], report.LeakedGroups!.Select(leaked => leaked.Group));
        Assert.Equal([0, 1], report.LeakedGroups![0].Parts);
    }

    // Rows 0, 2 and 4 hold the same sample, rows 1 and 3 another; 5 is alone.
    [Theory]
    [InlineData(new[] { 0, 2, 4 }, new[] { 1, 3, 5 }, 0)]
    [InlineData(new[] { 0, 2, 1 }, new[] { 4, 3, 5 }, 5)]
    [InlineData(new[] { 0, 1 }, new[] { 0, 5 }, 0)]
    [InlineData(new[] { 0, 1 }, new[] { 2, 5 }, 2)]
    public void Create_SameSamplesInOtherParts_AreFound(int[] first, int[] second, int expected)
    {
        var source = ClassificationDataset.FromFloats("twins", [1, 2, 1, 2, 1, 3], [0, 0, 1, 0, 0, 0], [1], ["a", "b"], Standardization.None);

        Assert.Equal(expected, PartitionReport.Create(new Partition(6, [first, second]), source: source).IdenticalCount);
    }

    [Fact]
    public void Create_ForOtherRows_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => PartitionReport.Create(Some, [1, 2]));
        Assert.Throws<ArgumentException>(() => PartitionReport.Create(Some, groups: [1, 2]));
        Assert.Contains("no class", Assert.Throws<ArgumentException>(() => PartitionReport.Create(Some, new long[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 }, classCount: 2)).Message);
    }
}
