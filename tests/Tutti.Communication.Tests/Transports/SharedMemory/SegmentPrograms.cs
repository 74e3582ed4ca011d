using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

/// <summary>
/// All collectives on values that say where they come from, so that results are exact. Run by threads of the tests and by the worker's processes.
/// </summary>
internal static class SegmentPrograms
{
    /// <summary>The lengths that partitions get wrong, and some longer than what a rank can show at a time.</summary>
    internal static int[] Counts(int size) => [.. new[] { 0, 1, size - 1, size, size + 1, 2_049, 10_000, 30_011 }.Distinct()];

    internal static int All(ProcessGroup group)
    {
        foreach (var count in Counts(group.Size))
        {
            Exchange(group, count);
            Reduce(group, count);
            Shards(group, count);
        }

        Split(group);
        return group.Size;
    }

    private static void Exchange(ProcessGroup group, int count)
    {
        var size = group.Size;
        group.Barrier();
        for (var root = 0; root < size; root++)
        {
            var values = Values(group.Rank, count);
            group.Broadcast(values.AsSpan(), root);
            Same(Values(root, count), values, "Broadcast");
            Same(group.Rank == root ? Joined(size, rank => Values(rank, count + rank)) : [], group.Gather<int>(Values(group.Rank, count + group.Rank), root), "Gather");
            var part = new int[count];
            group.Scatter<int>(group.Rank == root ? Values(root, count * size) : [], part, root);
            Same(Values(root, count * size).AsSpan(group.Rank * count, count).ToArray(), part, "Scatter");
        }

        var all = new int[count * size];
        group.AllGather<int>(Values(group.Rank, count), all);
        Same(Joined(size, rank => Values(rank, count)), all, "AllGather");
        Same(Joined(size, rank => Values(rank, count + rank)), group.AllGather<int>(Values(group.Rank, count + group.Rank)), "AllGather of parts");
        group.AllToAll(Values(group.Rank, count * size), all.AsSpan());
        Same(Joined(size, rank => Values(rank, count * size)[(group.Rank * count)..((group.Rank + 1) * count)]), all, "AllToAll");
    }

    private static void Reduce(ProcessGroup group, int count)
    {
        var size = group.Size;
        int[] Sum(int length) => [.. Enumerable.Range(0, length).Select(i => Enumerable.Range(0, size).Sum(rank => Value(rank, i)))];
        var values = Values(group.Rank, count);
        group.AllReduce(values.AsSpan());
        Same(Sum(count), values, "AllReduce in place");
        var result = new int[count];
        var kept = Values(group.Rank, count);
        group.AllReduce<int>(kept, result, Reduction.Max);
        Same(Values(size - 1, count), result, "AllReduce by Max");
        Same(Values(group.Rank, count), kept, "operand of AllReduce");
        for (var root = 0; root < size; root++)
        {
            result = new int[group.Rank == root ? count : 0];
            group.Reduce<int>(kept, result, root);
            Same(group.Rank == root ? Sum(count) : [], result, "Reduce");
        }

        var mean = Array.ConvertAll(kept, value => (double)value);
        group.AllReduce(mean.AsSpan(), Reduction.Mean);
        Same(Array.ConvertAll(Sum(count), sum => (double)sum / size), mean, "AllReduce by Mean");
        var own = new int[count];
        group.ReduceScatter<int>(Values(group.Rank, count * size), own);
        Same(Sum(count * size)[(group.Rank * count)..((group.Rank + 1) * count)], own, "ReduceScatter");
    }

    private static void Shards(ProcessGroup group, int count)
    {
        foreach (var shardCount in new[] { 1, group.Size, 2 * group.Size + 1 })
        {
            var map = ShardMap.Contiguous(shardCount, group.Size);
            var buffer = group.AllocateShards(map, count);
            var own = map.ShardsOf(group.Rank);
            for (var position = 0; position < own.Length; position++)
            {
                Same(new float[count], buffer.Shard(position).ToArray(), "fresh shard");
                for (var i = 0; i < count; i++) buffer.Shard(position).Span[i] = own[position] * 7 + i % 1000;
            }

            group.SumShards(buffer);
            Same([.. Enumerable.Range(0, count).Select(i => (float)Enumerable.Range(0, shardCount).Sum(shard => shard * 7 + i % 1000))], buffer.Result.ToArray(), "SumShards");
        }
    }

    private static void Split(ProcessGroup group)
    {
        using var part = group.Split(group.Rank % 2, key: -group.Rank)!;
        int[] members = [.. Enumerable.Range(0, group.Size).Where(rank => rank % 2 == group.Rank % 2).Reverse()];
        Same(members, part.AllGather<int>([group.Rank]), "ranks of a part");
        var buffer = part.AllocateShards(ShardMap.Contiguous(part.Size, part.Size), 100);
        buffer.Result.Span.Fill(group.Rank);
        part.SumShards(buffer);
        Same([.. Enumerable.Repeat((float)members.Sum(), 100)], buffer.Result.ToArray(), "SumShards of a part");
        group.Barrier();
        if (group.Split(group.Rank == 0 ? -1 : 5) is { } others) others.Dispose();
        group.Barrier();
    }

    private static int Value(int rank, int index) => rank * 1_000_000 + index % 1000;

    private static int[] Values(int rank, int count) => [.. Enumerable.Range(0, count).Select(index => Value(rank, index))];

    private static int[] Joined(int size, Func<int, int[]> part) => [.. Enumerable.Range(0, size).SelectMany(part)];

    private static void Same<T>(T[] expected, T[] got, string what) where T : IEquatable<T>
    {
        var common = expected.AsSpan().CommonPrefixLength(got);
        if (common == expected.Length && common == got.Length) return;
        throw new InvalidDataException($"{what}: got {got.Length} values, expected {expected.Length}; the first {common} are right.");
    }
}
