using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>The sum over shards: the same bits whoever owns what, and however it is divided into calls.</summary>
internal static class ShardScenarios
{
    private const string Theme = "Shards";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "sums of whole numbers are exact on every rank", Exact),
        new(Theme, "every owner map gives the bits of the naive tree", OwnerMaps),
        new(Theme, "every division into ranges gives the same bits", Ranges),
        new(Theme, "every rank gets its part of the sum, whatever the bounds", Parts),
        new(Theme, "steps follow each other; other shards are kept", Repeated),
        new(Theme, "memory is zero, aligned and as long as asked", Memory),
        new(Theme, "several buffers live side by side", SeveralBuffers),
        new(Theme, "megabytes, in many pieces", Large),
    ];

    private static void Exact(ProcessGroup group)
    {
        var size = group.Size;
        foreach (var shardCount in new[] { 1, size, size + 1, 2 * size + 1 })
            foreach (var count in Coded.Counts(size))
            {
                var shards = Enumerable.Range(0, shardCount).Select(shard => Coded.Values<float>(shard, count)).ToArray();
                var buffer = Filled(group, ShardMap.Contiguous(shardCount, size), shards);
                group.SumShards(buffer);
                Same(Sum(shards), buffer, .., $"{shardCount} shards of {count}");
            }
    }

    private static void OwnerMaps(ProcessGroup group)
    {
        var size = group.Size;
        foreach (var shardCount in new[] { 1, 2, 3, 5, 8, 13 })
        {
            var shards = Random(shardCount, 2_053);
            var expected = Sum(shards);
            var random = new Random(shardCount);
            ShardMap[] maps =
            [
                ShardMap.Contiguous(shardCount, size),
                new([.. Enumerable.Range(0, shardCount).Select(shard => shard % size)], size),
                new([.. Enumerable.Repeat(size - 1, shardCount)], size),
                .. Enumerable.Range(0, 3).Select(_ =>
                    new ShardMap([.. Enumerable.Range(0, shardCount).Select(_ => random.Next(size))], size)),
            ];
            foreach (var map in maps)
            {
                var buffer = Filled(group, map, shards);
                group.SumShards(buffer);
                Same(expected, buffer, .., $"{shardCount} shards");
            }
        }
    }

    private static void Ranges(ProcessGroup group)
    {
        const int count = 10_007;
        var shards = Random(group.Size + 2, count);
        var expected = Sum(shards);
        for (var seed = 0; seed < 4; seed++)
        {
            var buffer = Filled(group, ShardMap.Contiguous(shards.Length, group.Size), shards);
            var random = new Random(seed);
            var cuts = Enumerable.Range(0, 10).Select(_ => random.Next(count + 1)).Concat([0, count]).Order().ToArray();
            var ranges = cuts.Zip(cuts.Skip(1)).ToArray();
            random.Shuffle(ranges);
            foreach (var (start, end) in ranges) group.SumShards(buffer, start, end - start);
            Same(expected, buffer, .., $"seed {seed}");
        }
    }

    private static void Parts(ProcessGroup group)
    {
        const int count = 10_007;
        var size = group.Size;
        var shards = Random(size + 2, count);
        var expected = Sum(shards);
        int[][] all =
        [
            [.. Enumerable.Range(0, size + 1).Select(rank => count * rank / size)],
            [.. Enumerable.Repeat(5, size), count],
            [0, .. Enumerable.Repeat(count - 3, size)],
            [.. Enumerable.Repeat(7, size + 1)],
            .. Enumerable.Range(0, 5).Select(seed => Cuts(new Random(seed), size + 1, count)),
        ];
        foreach (var bounds in all)
        {
            var buffer = Filled(group, ShardMap.Contiguous(shards.Length, size), shards);
            group.ReduceShards(buffer, bounds);
            var own = bounds[group.Rank]..bounds[group.Rank + 1];
            Same(expected[own], buffer, own, $"bounds {string.Join(' ', bounds)}");
        }
    }

    private static int[] Cuts(Random random, int number, int count)
    {
        int[] cuts = [.. Enumerable.Range(0, number).Select(_ => random.Next(count + 1))];
        Array.Sort(cuts);
        return cuts;
    }

    private static void Repeated(ProcessGroup group)
    {
        var shardCount = 2 * group.Size;
        var buffer = group.AllocateShards(ShardMap.Contiguous(shardCount, group.Size), 100);
        for (var step = 1; step <= 3; step++)
        {
            for (var position = 0; position < 2; position++) buffer.Shard(position).Span.Fill(step * 10 + position);
            group.SumShards(buffer);
            Assert.All(buffer.Result.ToArray(), value => Assert.Equal(group.Size * (step * 20 + 1), value));
            Assert.All(buffer.Shard(1).ToArray(), value => Assert.Equal(step * 10 + 1, value));
        }
        GC.KeepAlive(buffer);
    }

    private static void Memory(ProcessGroup group)
    {
        var buffer = group.AllocateShards(ShardMap.Contiguous(group.Size + 2, group.Size), 33);
        var own = buffer.Map.ShardsOf(group.Rank).Length;
        for (var position = 0; position < own; position++)
        {
            var shard = buffer.Shard(position).Span;
            Assert.Equal(new float[33], shard.ToArray());
            unsafe
            {
                Assert.Equal(0, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(shard)) % 64);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Shard(own));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Shard(-1));
    }

    private static void SeveralBuffers(ProcessGroup group)
    {
        var map = ShardMap.Contiguous(group.Size, group.Size);
        var buffers = Enumerable.Range(0, 3).Select(_ => group.AllocateShards(map, 50)).ToArray();
        for (var i = 0; i < 3; i++) buffers[i].Shard(0).Span.Fill(i + group.Rank);
        foreach (var i in new[] { 2, 0, 1 }) group.SumShards(buffers[i]);
        var ranks = Enumerable.Range(0, group.Size).Sum();
        for (var i = 0; i < 3; i++) Assert.All(buffers[i].Result.ToArray(), value => Assert.Equal(i * group.Size + ranks, value));
        GC.KeepAlive(buffers);
    }

    private static void Large(ProcessGroup group)
    {
        const int count = 300_007;
        var map = ShardMap.Contiguous(group.Size + 1, group.Size);
        var buffer = group.AllocateShards(map, count);
        var own = map.ShardsOf(group.Rank);
        for (var position = 0; position < own.Length; position++) Coded.Values<float>(own[position], count).CopyTo(buffer.Shard(position));
        var expected = new float[count];
        for (var shard = 0; shard < map.ShardCount; shard++)
            for (var i = 0; i < count; i++) expected[i] += Coded.Number(shard, i);
        group.SumShards(buffer);
        Same(expected, buffer, .., "large shards");
    }

    // A span by itself does not keep the buffer's memory.
    private static void Same(float[] expected, ShardBuffer buffer, Range part, string what)
    {
        Coded.Same<float>(expected, buffer.Result.Span[part], what);
        GC.KeepAlive(buffer);
    }

    private static float[][] Random(int shardCount, int count) =>
        [.. Enumerable.Range(0, shardCount).Select(shard => Coded.Random<float>(100 * shardCount + shard, count))];

    private static float[] Sum(float[][] shards) => NaiveTree.Of(shards, (left, right) => left + right);

    private static ShardBuffer Filled(ProcessGroup group, ShardMap map, float[][] shards)
    {
        var buffer = group.AllocateShards(map, shards[0].Length);
        var own = map.ShardsOf(group.Rank);
        for (var position = 0; position < own.Length; position++) shards[own[position]].CopyTo(buffer.Shard(position));
        return buffer;
    }
}
