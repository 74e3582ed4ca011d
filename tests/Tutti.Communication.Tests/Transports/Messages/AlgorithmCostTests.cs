using System.Numerics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Launching;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>The messages and bytes that docs/ALGORITHMS.md promises, counted.</summary>
public sealed class AlgorithmCostTests
{
    private const int SmallBytes = 8 << 10;
    private const int LargeBytes = 64 * 12 * 7 * 32; // divides into whole cache lines among 2, 3, 4 and 7 ranks; above every threshold

    public static TheoryData<int> Sizes => [2, 3, 4, 7];

    [Theory, MemberData(nameof(Sizes))]
    public void Barrier_AnySize_SendsLogPEmptyMessages(int size) =>
        Expect(size, group => group.Barrier(), _ => (Log(size), 0));

    [Theory, MemberData(nameof(Sizes))]
    public void Broadcast_SmallAndLarge_SendsTreeOrChunks(int size)
    {
        foreach (var root in new[] { 0, size - 1 })
        {
            var small = Count(size, group => group.Broadcast(new byte[SmallBytes].AsSpan(), root));
            Assert.Equal(Log(size) + Log(size), small[root].Messages);
            var together = (small.Sum(count => count.Messages), small.Sum(count => count.Bytes));
            Assert.Equal((size * Log(size) + size - 1, (size - 1L) * SmallBytes), together);
        }

        if (size == 2) return;
        const int large = 64 * 6 * 1024; // chunks for 2, 3 and 6 ranks
        Expect(size, group => group.Broadcast(new byte[large].AsSpan()), rank => rank == 0
            ? (Log(size) + size - 1, large)
            : (Log(size) + size - 2, (size - 2L) * large / (size - 1)));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Exchanges_AnySize_SendEachPairOneMessage(int size)
    {
        var part = new byte[SmallBytes];
        var all = new byte[size * SmallBytes];
        Expect(size, group => group.AllGather<byte>(part, new byte[size * SmallBytes]), _ => (size - 1, (size - 1L) * SmallBytes));
        Expect(size, group => group.AllToAll<byte>(all, new byte[size * SmallBytes]), _ => (size - 1, (size - 1L) * SmallBytes));
        Expect(size, group => group.Scatter<byte>(all, new byte[SmallBytes]),
            rank => (Log(size) + (rank == 0 ? size - 1 : 0), rank == 0 ? (size - 1L) * SmallBytes : 0));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void AllReduce_SmallAndLarge_SendsAllOrRanges(int size)
    {
        Expect(size, group => group.AllReduce(new float[SmallBytes / 4].AsSpan()), _ => (size - 1, (size - 1L) * SmallBytes));
        var large = size == 2 ? (1L, (long)LargeBytes) : (2L * (size - 1), 2L * LargeBytes * (size - 1) / size);
        Expect(size, group => group.AllReduce(new float[LargeBytes / 4].AsSpan()), _ => large);
        Expect(size, group => group.AllReduce(new float[LargeBytes / 4].AsSpan(), order: ReductionOrder.Any), _ => large);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void ReduceAndReduceScatter_Large_SendRanges(int size)
    {
        Expect(size, group => group.Reduce<float>(new float[LargeBytes / 4], new float[LargeBytes / 4]), rank => size == 2
            ? (1 + rank, rank * (long)LargeBytes)
            : (Log(size) + size - 1 + (rank == 0 ? 0 : 1), LargeBytes / size * (size - 1L) + (rank == 0 ? 0 : LargeBytes / size)));
        Expect(size, group => group.ReduceScatter<float>(new float[LargeBytes / 4], new float[LargeBytes / 4 / size]),
            _ => (size - 1, LargeBytes / size * (size - 1L)));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void SumShards_SeveralShardsARank_SendsItsSubtreesSums(int size)
    {
        // Two shards a rank: one subtree each, so no more travels than with one.
        var contiguous = Shards(size, ShardMap.Contiguous(2 * size, size));
        Assert.All(contiguous, count => Assert.Equal(
            size == 2 ? (1L, (long)LargeBytes) : (2L * (size - 1), 2L * LargeBytes * (size - 1) / size), count));
        // Dealt in turn, no two shards of a rank are neighbours in the tree: both travel.
        var dealt = Shards(size, new ShardMap([.. Enumerable.Range(0, 2 * size).Select(shard => shard % size)], size));
        var range = LargeBytes / size * (size - 1L);
        Assert.All(dealt, count => Assert.Equal(size == 2 ? (2L, 2L * LargeBytes) : (3L * (size - 1), 3 * range), count));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void ReduceShards_EvenAndLopsided_SendsToOwnersOnly(int size)
    {
        var part = LargeBytes / size;
        int[] even = [.. Enumerable.Range(0, size + 1).Select(rank => part / 4 * rank)];
        Assert.All(Parts(size, even), count => Assert.Equal((size - 1L, (size - 1L) * part), count));
        // Ranks without a part must hear from others, too.
        int[] onlyLast = [.. new int[size], LargeBytes / 4];
        var lopsided = Parts(size, onlyLast);
        Assert.All(lopsided[..^1], count => Assert.Equal((Log(size) + 1L, (long)LargeBytes), count));
        Assert.Equal((Log(size), 0L), lopsided[^1]);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void AllGatherUneven_SomeEmpty_SendsEachPairOneMessage(int size) => Expect(size, group =>
        {
            int[] counts = [.. Enumerable.Range(0, size).Select(rank => rank * SmallBytes)];
            group.AllGatherUneven<byte>(new byte[counts[group.Rank]], counts, new byte[counts.Sum()]);
        },
        rank => (size - 1, (size - 1L) * rank * SmallBytes));

    private static (long Messages, long Bytes)[] Parts(int size, int[] bounds)
    {
        var buffers = new ShardBuffer[size];
        return Count(size, group => group.ReduceShards(buffers[group.Rank], bounds),
            group => buffers[group.Rank] = group.AllocateShards(ShardMap.Contiguous(2 * size, size), LargeBytes / 4));
    }

    [Fact]
    public void Sent_AnyCollective_CountsWhatTheTransportSendsInAllGroups()
    {
        var transports = new CountingTransport[3];
        var groups = MessageGroups.InProcess(3, Ranks.Deadline, wrap: inner => transports[inner.Rank] = new CountingTransport(inner));
        var counts = new SentMessages[3];
        Assert.All(MessageRanks.Catch(groups, group =>
        {
            group.AllReduce(new float[5_000].AsSpan());
            using (var half = group.Split(group.Rank / 2)) half!.Broadcast(new byte[100].AsSpan());
            group.Barrier();
            counts[group.Rank] = group.Sent!.Value;
        }), Assert.Null);

        Assert.All(transports, (transport, rank) => Assert.Equal((transport.Messages, transport.Bytes), (counts[rank].Count, counts[rank].Bytes)));
        Assert.All(counts, count => Assert.InRange(count.Bytes, 5_000, 100_000));
    }

    [Fact]
    public async Task Sent_RanksThatShareMemory_IsNothing() => Assert.All(
        await Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (world, _) => world.Group.Sent, TestContext.Current.CancellationToken),
        sent => Assert.Null(sent));

    private static int Log(int size) => BitOperations.Log2((uint)size * 2 - 1);

    private static (long Messages, long Bytes)[] Shards(int size, ShardMap map)
    {
        var buffers = new ShardBuffer[size];
        return Count(
            size, group => group.SumShards(buffers[group.Rank]), group => buffers[group.Rank] = group.AllocateShards(map, LargeBytes / 4));
    }

    private static void Expect(int size, Action<ProcessGroup> collective, Func<int, (long, long)> expected) =>
        Assert.Equal(Enumerable.Range(0, size).Select(expected), Count(size, collective));

    private static (long Messages, long Bytes)[] Count(int size, Action<ProcessGroup> collective, Action<ProcessGroup>? before = null)
    {
        var transports = new CountingTransport[size];
        var counts = new (long, long)[size];
        var groups = MessageGroups.InProcess(
            size, Ranks.Deadline, wrap: inner => transports[inner.Rank] = new CountingTransport(inner),
            tuning: new MessageTuning { SegmentBytes = 1 << 20 });
        Assert.All(MessageRanks.Catch(groups, group =>
        {
            before?.Invoke(group);
            transports[group.Rank].Reset();
            collective(group);
            counts[group.Rank] = (transports[group.Rank].Messages, transports[group.Rank].Bytes);
        }), Assert.Null);
        return counts;
    }
}
