using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests.Collectives;

public sealed class ShardMapTests
{
    [Theory, InlineData(1, 1), InlineData(4, 3), InlineData(7, 4), InlineData(2, 5), InlineData(64, 7)]
    public void Contiguous_AnySizes_GivesRunsThatDifferByAtMostOne(int shardCount, int size)
    {
        var map = ShardMap.Contiguous(shardCount, size);
        var lengths = Enumerable.Range(0, size).Select(rank => map.ShardsOf(rank).Length).ToArray();
        Assert.Equal(Enumerable.Range(0, shardCount), Enumerable.Range(0, size).SelectMany(rank => map.ShardsOf(rank).ToArray()));
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
    }

    [Fact]
    public void Constructor_ScatteredOwners_ListsEachRanksShardsAscending()
    {
        var map = new ShardMap([2, 0, 2, 2], 3);
        Assert.Equal((4, 3), (map.ShardCount, map.Size));
        Assert.Equal([0, 2, 3], map.ShardsOf(2).ToArray());
        Assert.Equal([], map.ShardsOf(1).ToArray());
        Assert.Equal(0, map.OwnerOf(1));
        Assert.Equal(2, map.PositionOf(3));
    }

    [Fact]
    public void Constructor_OwnerOutsideGroup_NamesShardAndOwner()
    {
        var error = Assert.Throws<ArgumentException>(() => new ShardMap([0, 3], 3));
        Assert.Contains("the owner of shard 1 is not a rank. Got 3. Expected 0 to 2.", error.Message);
        Assert.Throws<ArgumentException>(() => new ShardMap([], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardMap([0], 0));
    }

    [Fact]
    public void Digest_OtherOwnersOrSize_Differs()
    {
        Assert.Equal(new ShardMap([0, 1], 2).Digest, ShardMap.Contiguous(2, 2).Digest);
        Assert.NotEqual(new ShardMap([0, 1], 2).Digest, new ShardMap([1, 0], 2).Digest);
        Assert.NotEqual(new ShardMap([0, 1], 2).Digest, new ShardMap([0, 1], 3).Digest);
    }
}
