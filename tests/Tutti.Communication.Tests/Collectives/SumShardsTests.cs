using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests.Collectives;

public sealed class SumShardsTests
{
    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void SumShards_IntegerCoded_IsExactOnEveryRank(int size)
    {
        foreach (var shardCount in new[] { 1, size, size + 1, 2 * size + 1 })
            foreach (var count in Ranks.Counts(size))
            {
                var map = ShardMap.Contiguous(shardCount, size);
                var expected = Enumerable.Range(0, count).Select(i => (float)Enumerable.Range(0, shardCount).Sum(shard => shard * 7 + i % 1000)).ToArray();
                foreach (var sum in Sum(map, count, (shard, i) => shard * 7 + i % 1000)) Assert.Equal(expected, sum);
            }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(7), InlineData(8), InlineData(13)]
    public void SumShards_RandomFloats_HasBitsOfNaiveTreeForEveryRankCountAndOwnerMap(int shardCount)
    {
        const int count = 5_003;
        var shards = RandomShards(shardCount, count);
        var expected = Enumerable.Range(0, count).Select(i => NaiveTree(shards, 0, shardCount, i)).ToArray();
        for (var size = 1; size <= 4; size++)
            foreach (var map in Maps(shardCount, size))
                foreach (var sum in Sum(map, count, (shard, i) => shards[shard][i]))
                    Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), sum.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void SumShards_PlainLeftToRightOrder_WouldGiveOtherBits()
    {
        // The control of the test above: its data do tell orders apart.
        var shards = RandomShards(4, 5_003);
        Assert.Contains(Enumerable.Range(0, 5_003), i =>
            NaiveTree(shards, 0, 4, i) != shards[0][i] + shards[1][i] + shards[2][i] + shards[3][i]);
    }

    [Fact]
    public void SumShards_Repeated_SumsWhatShardsHoldAndKeepsOtherShards()
    {
        Ranks.Run(2, world =>
        {
            var buffer = world.Group.AllocateShards(ShardMap.Contiguous(4, 2), 100);
            for (var step = 1; step <= 3; step++)
            {
                for (var position = 0; position < 2; position++) buffer.Shard(position).Span.Fill(step * 10 + position);
                world.Group.SumShards(buffer);
                Assert.All(buffer.Result.ToArray(), value => Assert.Equal(step * 40 + 2, value));
                Assert.All(buffer.Shard(1).ToArray(), value => Assert.Equal(step * 10 + 1, value));
            }

            return 0;
        });
    }

    [Fact]
    public void AllocateShards_Memory_IsZeroAlignedAndAsLongAsAsked()
    {
        Ranks.Run(3, world =>
        {
            var buffer = world.Group.AllocateShards(ShardMap.Contiguous(5, 3), 33);
            for (var position = 0; position < buffer.Map.ShardsOf(world.Rank).Length; position++)
            {
                using var pin = buffer.Shard(position).Pin();
                unsafe
                {
                    Assert.Equal(0, (nint)pin.Pointer % 64);
                }

                Assert.Equal(new float[33], buffer.Shard(position).ToArray());
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Shard(buffer.Map.ShardsOf(world.Rank).Length));
            return 0;
        });
    }

    [Fact]
    public void AllocateShards_MapForAnotherSize_NamesBothSizes()
    {
        var error = Assert.Throws<ArgumentException>(() => World.Single().Group.AllocateShards(ShardMap.Contiguous(4, 2), 1));
        Assert.Contains("Got a map for 2. Expected 1", error.Message);
    }

    [Fact]
    public void SumShards_BufferOfAnotherGroup_IsRefused()
    {
        var buffer = World.Single().Group.AllocateShards(ShardMap.Contiguous(1, 1), 1);
        Assert.Contains("not this rank's", Assert.Throws<ArgumentException>(() => World.Single().Group.SumShards(buffer)).Message);
    }

    internal static float NaiveTree(float[][] shards, int first, int count, int element)
    {
        if (count == 1) return shards[first][element];
        var k = 1;
        while (2 * k < count) k *= 2;
        return NaiveTree(shards, first, k, element) + NaiveTree(shards, first + k, count - k, element);
    }

    internal static float[][] RandomShards(int shardCount, int count)
    {
        var random = new Random(shardCount);
        return [.. Enumerable.Range(0, shardCount).Select(_ =>
            Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-3, 4))).ToArray())];
    }

    private static IEnumerable<ShardMap> Maps(int shardCount, int size)
    {
        yield return ShardMap.Contiguous(shardCount, size);
        yield return new ShardMap([.. Enumerable.Range(0, shardCount).Select(shard => shard % size)], size);
        yield return new ShardMap([.. Enumerable.Range(0, shardCount).Select(shard => size - 1)], size);
        var random = new Random(shardCount * 10 + size);
        yield return new ShardMap([.. Enumerable.Range(0, shardCount).Select(_ => random.Next(size))], size);
    }

    private static IReadOnlyList<float[]> Sum(ShardMap map, int count, Func<int, int, float> value) => Ranks.Run(map.Size, world =>
    {
        var buffer = world.Group.AllocateShards(map, count);
        var own = map.ShardsOf(world.Rank);
        for (var position = 0; position < own.Length; position++)
            for (var i = 0; i < count; i++)
                buffer.Shard(position).Span[i] = value(own[position], i);
        world.Group.SumShards(buffer);
        return buffer.Result.ToArray();
    });
}
