using Tutti.Learning.Data.Partitions;
using Schemes = Tutti.Learning.Data.Partitions.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionsGroupsTests
{
    private static readonly long[] Groups = [9, 9, 9, 9, 5, 5, 7, 7, 3, 4];

    [Fact]
    public void Grouped_AnySeed_SplitsNoGroupAndBalancesRows()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var report = PartitionReport.Create(Schemes.Grouped(Groups, 2, seed), groups: Groups);

            Assert.Equal([5, 5], report.Sizes);
            Assert.Equal(0, report.LeakedGroupCount);
        }
    }

    [Fact]
    public void Natural_NoCount_GivesAPartForEachIdNamedAfterIt()
    {
        var partition = Schemes.Natural(Groups, id => $"hospital {id}");

        Assert.Equal(["hospital 3", "hospital 4", "hospital 5", "hospital 7", "hospital 9"], partition.Names);
        Assert.Equal([4, 5], partition.Rows(2).ToArray());
        Assert.Equal("natural", partition.Scheme);
    }

    [Fact]
    public void Natural_Count_GivesEqualNumbersOfIds()
    {
        var partition = Schemes.Natural(Groups, 2, 1);

        Assert.Equal([2, 3], Enumerable.Range(0, 2).Select(part => partition.Rows(part).ToArray().Select(row => Groups[row]).Distinct().Count()).Order());
        Assert.Equal(0, PartitionReport.Create(partition, groups: Groups).LeakedGroupCount);
    }

    [Fact]
    public void AnyKind_FewerGroupsThanParts_IsRefused()
    {
        Assert.Contains("for 5 groups", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Grouped(Groups, 6, 1)).Message);
        Assert.Contains("for 5 ids", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Natural(Groups, 6, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Natural([]));
    }
}
