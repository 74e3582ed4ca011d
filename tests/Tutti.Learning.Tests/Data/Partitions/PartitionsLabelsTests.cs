using Tutti.Learning.Data.Partitions;
using Schemes = Tutti.Learning.Data.Partitions.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionsLabelsTests
{
    // 500, 300, 150 and 53 rows of four classes, mixed.
    private static readonly long[] Labels =
        [.. Enumerable.Range(0, 1003).OrderBy(row => row * 37 % 1003).Select(row => row < 500 ? 10L : row < 800 ? -3 : row < 950 ? 7 : 8)];

    [Fact]
    public void Stratified_Classes_AreInProportionWithinOne()
    {
        var partition = Schemes.Stratified(Labels, 4, 1);
        var report = PartitionReport.Create(partition, Labels);

        Assert.True(report.LargestSize - report.SmallestSize <= 1);
        for (var label = 0; label < 4; label++)
        {
            var counts = report.ClassCounts!.Select(own => own[label]).ToArray();
            Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
        }
    }

    [Fact]
    public void LabelSkew_Alpha_DecidesTheSkew()
    {
        double Skew(double alpha) => Enumerable.Range(0, 5)
            .Average(seed => PartitionReport.Create(Schemes.LabelSkew(Labels, 4, alpha, (ulong)seed), Labels).LabelSkew!.Value);

        Assert.InRange(Skew(1e6), 0, 0.02);
        Assert.InRange(Skew(0.05), 0.35, 1);
        Assert.True(Skew(0.05) > Skew(1) && Skew(1) > Skew(100));
    }

    [Fact]
    public void LabelSkew_LeastSize_IsKept()
    {
        for (var seed = 0UL; seed < 20; seed++)
            Assert.True(PartitionReport.Create(Schemes.LabelSkew(Labels, 4, 0.3, seed, minSize: 40)).SmallestSize >= 40);
    }

    [Fact]
    public void LabelSkew_TinyAlpha_NeedsNoNumberThatIsZero() =>
        Assert.Equal(1003, Schemes.LabelSkew(Labels, 3, 1e-3, 2).RowCount);

    [Fact]
    public void LabelSkew_NoDrawThatFits_SaysWhatToChange() =>
        Assert.Contains("Raise alpha", Assert.Throws<ArgumentException>(() => Schemes.LabelSkew(Labels, 10, 1e-3, 1, minSize: 90)).Message);

    [Fact]
    public void SortAndShard_TwoShards_GiveFewClassesAndEqualSizes()
    {
        long[] labels = [.. Enumerable.Range(0, 1000).Select(row => row % 10L)];

        var report = PartitionReport.Create(Schemes.SortAndShard(labels, 10, 2, 3), labels);

        Assert.All(report.Sizes, size => Assert.Equal(100, size));
        Assert.All(report.ClassCounts!, counts => Assert.InRange(counts.Count(count => count > 0), 1, 2));
    }

    [Fact]
    public void Anything_Impossible_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Stratified([1, 2], 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.LabelSkew([1, 2], 3, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.LabelSkew([1, 2], 2, 0, 1));
        Assert.Contains("Expected 1 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.SortAndShard([1, 2, 3, 4], 2, 3, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.SortAndShard([1, 2], 2, 0, 1));
    }
}
