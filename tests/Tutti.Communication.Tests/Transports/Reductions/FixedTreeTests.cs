using Tutti.Communication.Collectives;
using Tutti.Communication.Scenarios;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Tests.Transports.Reductions;

public sealed unsafe class FixedTreeTests
{
    [Theory, InlineData(2, 1), InlineData(3, 2), InlineData(4, 2), InlineData(5, 4), InlineData(8, 4), InlineData(9, 8)]
    public void SplitOf_Count_IsLargestPowerOfTwoBelow(int count, int expected) => Assert.Equal(expected, FixedTree.SplitOf(count));

    [Fact]
    public void RangeOf_EveryRank_CoversAllElementsOnceInWholeLines()
    {
        for (var size = 1; size <= 9; size++)
            foreach (var count in new long[] { 0, 1, 15, 16, 17, 100, 10_000, 5_000_000_000 })
            {
                var expected = 0L;
                for (var rank = 0; rank < size; rank++)
                {
                    var (start, end) = FixedTree.RangeOf(rank, size, count, sizeof(float));
                    Assert.Equal(Math.Min(expected, count), Math.Min(start, count));
                    Assert.Equal(0, start % 16);
                    expected = Math.Max(end, start);
                }

                Assert.Equal(count, Math.Min(expected, count));
            }
    }

    [Theory, InlineData(2), InlineData(3), InlineData(5), InlineData(7), InlineData(16), InlineData(21)]
    public void Reduce_EveryBlockSizeAndTargetCount_HasSameBits(int shardCount)
    {
        const int count = 203;
        var shards = RandomShards(shardCount, count);
        var expected = NaiveTree.Of(shards, (left, right) => left + right);
        foreach (var block in new[] { 1, 3, 16, 64, 2048 })
            for (var targetCount = 1; targetCount <= 3; targetCount++)
                foreach (var target in SumInPlace(shards, targetCount, block))
                    Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), target.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void NaiveTree_PlainLeftToRightOrder_WouldGiveOtherBits()
    {
        // The control of all comparisons with it: their data do tell orders apart.
        var shards = RandomShards(4, 203);
        var tree = NaiveTree.Of(shards, (left, right) => left + right);
        Assert.Contains(Enumerable.Range(0, 203), i => tree[i] != shards[0][i] + shards[1][i] + shards[2][i] + shards[3][i]);
    }

    private static float[][] RandomShards(int shardCount, int count) =>
        [.. Enumerable.Range(0, shardCount).Select(shard => Coded.Random<float>(shard, count))];

    // Each target is the memory of a source, as in a group: the first of each rank's shards.
    private static List<float[]> SumInPlace(float[][] shards, int targetCount, int block)
    {
        var copies = shards.Concat([new float[shards[0].Length]]).Select(shard =>
        {
            var memory = AlignedFloats.Allocate(shard.Length, out var address);
            shard.CopyTo(memory.Span);
            return (memory, address);
        }).ToArray();
        var scratch = AlignedFloats.Allocate(FixedTree.ScratchBytes(shards.Length, 4 * block) / 4, out var scratchAddress);
        fixed (nint* sources = copies.Select(copy => copy.address).ToArray())
        fixed (nint* targets = copies.Reverse().Take(targetCount).Select(copy => copy.address).ToArray())
            FixedTree.Reduce(
                Reducers.Of<float>(Reduction.Sum), (float**)sources, shards.Length, (float**)targets, targetCount, 0, shards[0].Length,
                (float*)scratchAddress, 4 * block);
        GC.KeepAlive(scratch);
        return [.. copies.Reverse().Take(targetCount).Select(copy => copy.memory.ToArray())];
    }
}
