using Tutti.Communication.Collectives;

namespace Tutti.Distributed.Tests;

public sealed class LocalShardSumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Sum_OfAllShards_HasTheBitsOfTheGroups(int shardCount)
    {
        const int count = 1000;
        var together = WorkerThreads.Run(shardCount, world =>
        {
            var shards = world.Group.AllocateShards(ShardMap.Contiguous(shardCount, shardCount), count);
            Fill(world.Rank, shards.Shard(0).Span);
            world.Group.SumShards(shards);
            return shards.Result.ToArray();
        });
        var local = new LocalShardSum(shardCount, count + 24);
        for (var shard = 0; shard < shardCount; shard++) Fill(shard, local[shard]);
        var sum = new float[count];
        local.Sum(sum);
        Assert.All(together, other => Assert.Equal(other, sum));
    }

    private static void Fill(int shard, Span<float> values)
    {
        var random = new Random(shard);
        foreach (ref var value in values) value = random.NextSingle() - 0.5f;
    }
}
