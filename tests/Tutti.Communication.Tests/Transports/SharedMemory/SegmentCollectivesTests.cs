using Tutti.Communication.Collectives;
using Tutti.Communication.Scenarios;
using Tutti.Communication.Transports.Memory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed class SegmentCollectivesTests
{
    public static TheoryData<int, bool> Ways => [.. from size in new[] { 1, 2, 3, 4, 7 } from isPortable in new[] { false, true } select (size, isPortable)];

    [Theory, MemberData(nameof(Ways))]
    public void Collectives_IntegerCoded_AreExactOnEveryRank(int size, bool isPortable) =>
        SegmentRanks.Run(size, group => SegmentPrograms.All(group), options => options with { IsPortable = isPortable });

    [Theory, InlineData(2), InlineData(3), InlineData(7)]
    public void AllReduce_OfFloats_HasTheBitsOfTheTree(int size)
    {
        foreach (var count in new[] { 1, 100, 10_000, 30_000 })
        {
            var shards = RandomShards.Make(size, count);
            var results = SegmentRanks.Run(size, group =>
            {
                var values = shards[group.Rank].ToArray();
                group.AllReduce(values.AsSpan());
                return values;
            });
            var expected = NaiveTree.Of(shards, (left, right) => left + right).Select(BitConverter.SingleToInt32Bits);
            foreach (var result in results) Assert.Equal(expected, result.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Collectives_WithMoreRanksThanCores_AgreeOverManyRounds() => SegmentRanks.Run(4, group =>
    {
        for (var round = 0; round < 2_000; round++)
        {
            var count = round * 37 % 6_000;
            var values = new int[count];
            values.AsSpan().Fill(group.Rank + round);
            group.AllReduce(values.AsSpan());
            Assert.True(!values.AsSpan().ContainsAnyExcept(4 * round + 6), $"round {round}");
        }

        return 0;
    }, options => options with { Cores = 1 });

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Collectives_InSteadyState_AllocateNothing(int size)
    {
        var allocated = SegmentRanks.Run(size, group =>
        {
            var values = new float[20_000];
            var buffer = group.AllocateShards(ShardMap.Contiguous(4, size), 1_000);
            Step(group, values, buffer, 50);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(group, values, buffer, 500);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    private static void Step(MemoryGroup group, float[] values, ShardBuffer buffer, int count)
    {
        for (var step = 0; step < count; step++)
        {
            group.Barrier();
            group.AllReduce(values.AsSpan());
            group.AllReduce(values.AsSpan(0, 10));
            group.Broadcast(values.AsSpan(), step % group.Size);
            group.SumShards(buffer);
        }
    }
}
