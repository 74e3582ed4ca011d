using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class AllocationTests
{
    public static TheoryData<bool> Tunings => [false, true];

    [Theory, MemberData(nameof(Tunings))]
    public void Collectives_InSteadyState_AllocateNothingForEachOperation(bool isTiny)
    {
        const int count = 100;
        const int smallestObject = 24;
        var allocated = new long[3];
        Assert.All(MessageRanks.Catch(MessageGroups.InProcess(3, Ranks.Deadline, tuning: isTiny ? MessageRanks.Tiny : null), group =>
        {
            var values = new double[300];
            var buffer = group.AllocateShards(ShardMap.Contiguous(5, 3), 500);
            Step(group, values, buffer, 300);
            // What is kept for messages that come early grows when ranks drift further apart than ever before: now and then. What any of
            // the six operations allocates is in every stretch.
            allocated[group.Rank] = Enumerable.Range(0, 5).Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Step(group, values, buffer, count);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
        }), Assert.Null);
        Assert.All(allocated, bytes => Assert.InRange(bytes, 0, count * smallestObject - 1));
    }

    // Two slots with a segment from each rank, and little else: not one for each pair of ranks.
    [Fact]
    public void AllReduce_ManySegments_StagesOneSegmentOfEachRankTwice()
    {
        const int size = 7;
        const int segmentBytes = 64 << 10;
        var tuning = MessageTuning.Default with { SegmentBytes = segmentBytes };
        var allocated = new long[size];
        Assert.All(MessageRanks.Catch(MessageGroups.InProcess(size, Ranks.Deadline, tuning: tuning), group =>
        {
            var values = new float[size * segmentBytes];
            var before = GC.GetAllocatedBytesForCurrentThread();
            group.AllReduce(values.AsSpan());
            allocated[group.Rank] = GC.GetAllocatedBytesForCurrentThread() - before;
        }), Assert.Null);
        // Messages that come early are kept in pooled memory: while a rank waits for a segment, each other rank may have sent two further
        // segments and two results. The pool is everybody's: what one rank gave back another may have taken, so only the sum is bounded.
        Assert.All(allocated, bytes => Assert.True(bytes >= 2 * size * segmentBytes));
        Assert.InRange(allocated.Sum(), 1, size * (2 * size + 4 * (size - 1)) * segmentBytes);
    }

    [Fact]
    public void SumShards_ShardsOfManyOwnersInTurn_StagesWithinALimit()
    {
        const int shardCount = 1_024;
        var allocated = new long[2];
        Assert.All(MessageRanks.Catch(MessageGroups.InProcess(2, Ranks.Deadline), group =>
        {
            var owners = Enumerable.Range(0, shardCount).Select(shard => shard % 2).ToArray();
            var buffer = group.AllocateShards(new ShardMap(owners, 2), 16_384);
            for (var shard = 0; shard < shardCount / 2; shard++) buffer.Shard(shard).Span.Fill(1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            group.SumShards(buffer);
            allocated[group.Rank] = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.All(buffer.Result.ToArray(), value => Assert.Equal(shardCount, value));
        }), Assert.Null);
        Assert.All(allocated, bytes => Assert.InRange(bytes, 1, 96 << 20));
    }

    private static void Step(ProcessGroup group, double[] values, ShardBuffer buffer, int count)
    {
        for (var step = 0; step < count; step++)
        {
            group.Barrier();
            group.Broadcast(values.AsSpan(), step % group.Size);
            group.AllReduce(values.AsSpan(), Reduction.Max);
            group.AllReduce(values.AsSpan(), Reduction.Max, ReductionOrder.Any);
            group.SumShards(buffer);
            var (right, left) = ((group.Rank + 1) % group.Size, (group.Rank + group.Size - 1) % group.Size);
            group.SendReceive<double>(values.AsSpan(0, 100), right, values.AsSpan(200), left);
        }
    }
}
