using System.Numerics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Scenarios;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class MessageGroupTests
{
    public static TheoryData<int, int> SizesAndTunings
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var size in new[] { 1, 2, 3, 4, 7 })
                for (var tuning = 0; tuning < MessageRanks.Tunings.Length; tuning++) data.Add(size, tuning);
            return data;
        }
    }

    [Theory, MemberData(nameof(SizesAndTunings))]
    public void Exchanges_EveryCountAndRoot_BringRightValues(int size, int tuning) => MessageRanks.Run(size, group =>
    {
        foreach (var count in Counts(size))
        {
            for (var root = 0; root < size; root += Math.Max(1, size - 1)) CheckRooted(group, count, root);
            var own = Coded<long>(group.Rank, count);
            var joined = Join<long>(size, count);
            Assert.Equal(joined, group.AllGather<long>(own));
            var even = new long[size * count];
            group.AllGather<long>(own, even);
            Assert.Equal(joined, even);
            var received = new long[size * count];
            group.AllToAll<long>(joined, received);
            for (var rank = 0; rank < size; rank++)
                Assert.Equal(Coded<long>(group.Rank, count), received[(rank * count)..((rank + 1) * count)]);
        }

        group.Barrier();
        return 0;
    }, MessageRanks.Tunings[tuning]);

    [Theory, MemberData(nameof(SizesAndTunings))]
    public void Reductions_EveryCount_AreExact(int size, int tuning) => MessageRanks.Run(size, group =>
    {
        foreach (var count in Counts(size))
        {
            var sum = Enumerable.Range(0, count).Select(i => Enumerable.Range(0, size).Sum(rank => (float)(rank * 31 + i % 1000))).ToArray();
            foreach (var order in Enum.GetValues<ReductionOrder>())
            {
                var values = Floats(group.Rank, count);
                group.AllReduce(values.AsSpan(), order: order);
                Assert.Equal(sum, values);
            }

            var root = size - 1;
            var reduced = new float[count];
            group.Reduce<float>(Floats(group.Rank, count), reduced, root);
            if (group.Rank == root) Assert.Equal(sum, reduced);
            var parts = new float[count];
            group.ReduceScatter<float>([.. Enumerable.Repeat(Floats(group.Rank, count), size).SelectMany(part => part)], parts);
            Assert.Equal(sum, parts);
        }

        return 0;
    }, MessageRanks.Tunings[tuning]);

    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void AllReduce_EveryTypeAndReduction_GivesWhatOneRankWouldCompute(int size) => MessageRanks.Run(size, group =>
    {
        CheckType<sbyte>(group);
        CheckType<byte>(group);
        CheckType<short>(group);
        CheckType<ushort>(group);
        CheckType<int>(group);
        CheckType<uint>(group);
        CheckType<long>(group);
        CheckType<ulong>(group);
        CheckType<Half>(group);
        CheckType<float>(group);
        CheckType<double>(group);
        return 0;
    }, MessageRanks.Small);

    [Theory, MemberData(nameof(SizesAndTunings))]
    public void AllReduce_NeitherCommutativeNorAssociative_FollowsTheTree(int size, int tuning)
    {
        // 2·left + 3·right, mod 2^64, tells every shape and every order apart.
        static ulong Naive(int first, int count, int element)
        {
            if (count == 1) return (ulong)(first * 1_000_003 + element + 1);
            var k = 1;
            while (2 * k < count) k *= 2;
            return 2 * Naive(first, k, element) + 3 * Naive(first + k, count - k, element);
        }

        var reduction = Reduction.Custom<ulong>("skew", (left, right, result) =>
        {
            for (var i = 0; i < left.Length; i++) result[i] = 2 * left[i] + 3 * right[i];
        });
        var expected = Enumerable.Range(0, 1_000).Select(element => Naive(0, size, element)).ToArray();
        foreach (var result in MessageRanks.Run(size, group =>
        {
            var values = Enumerable.Range(0, 1_000).Select(element => Naive(group.Rank, 1, element)).ToArray();
            group.AllReduce(values.AsSpan(), reduction);
            return values;
        }, MessageRanks.Tunings[tuning])) Assert.Equal(expected, result);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(8), InlineData(13)]
    public void SumShards_AnyOwners_HasBitsOfTheNaiveTree(int shardCount)
    {
        const int count = 3_003;
        var shards = RandomShards.Make(shardCount, count);
        var expected = NaiveTree.Of(shards, (left, right) => left + right).Select(BitConverter.SingleToInt32Bits).ToArray();
        var random = new System.Random(shardCount);
        foreach (var size in new[] { 1, 2, 3, 4, 7 })
        {
            foreach (var tuning in MessageRanks.Tunings)
            {
                var map = new ShardMap([.. Enumerable.Range(0, shardCount).Select(_ => random.Next(size))], size);
                foreach (var owners in new[] { map, ShardMap.Contiguous(shardCount, size) })
                    foreach (var sum in Sum(owners, shards, tuning)) Assert.Equal(expected, sum.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Fact]
    public void SumShards_InBuckets_SumsTheirElementsAndKeepsTheRest() => MessageRanks.Run(3, group =>
    {
        var buffer = group.AllocateShards(ShardMap.Contiguous(5, 3), 500);
        for (var position = 0; position < buffer.Map.ShardsOf(group.Rank).Length; position++) buffer.Shard(position).Span.Fill(1 + position);
        group.SumShards(buffer, 100, 250);
        Assert.All(buffer.Result.Span[..100].ToArray(), value => Assert.Equal(1, value));
        Assert.All(buffer.Result.Span[100..350].ToArray(), value => Assert.Equal(7, value));
        Assert.All(buffer.Result.Span[350..].ToArray(), value => Assert.Equal(1, value));
        if (buffer.Map.ShardsOf(group.Rank).Length > 1) Assert.All(buffer.Shard(1).ToArray(), value => Assert.Equal(2, value));
        return 0;
    }, MessageRanks.Tiny);

    [Fact]
    public void Split_IntoPartsAndPartsOfParts_KeepsTheirMessagesApart() => MessageRanks.Run(6, group =>
    {
        using var half = group.Split(group.Rank % 2, -group.Rank)!;
        using var pair = half.Split(half.Rank == 0 ? -1 : 0);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var order = half.AllGather<int>([group.Rank]);
            Assert.Equal(group.Rank % 2 == 0 ? [4, 2, 0] : [5, 3, 1], order);
            if (pair is not null) Assert.Equal(order[1..], pair.AllGather<int>([group.Rank]));
            Assert.Equal(Enumerable.Range(0, 6), group.AllGather<int>([group.Rank]));
        }

        return 0;
    });

    [Fact]
    public void Collectives_InSteadyState_AllocateNothing()
    {
        foreach (var tuning in new[] { MessageTuning.Default, MessageRanks.Small })
        {
            var allocated = MessageRanks.Run(3, group =>
            {
                var values = new double[3_000];
                var buffer = group.AllocateShards(ShardMap.Contiguous(5, 3), 5_000);
                Step(group, values, buffer, 200);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Step(group, values, buffer, 500);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }, tuning);
            // Pools of messages that came early grow while ranks drift further apart than before: a few objects, not one an operation.
            Assert.All(allocated, bytes => Assert.InRange(bytes, 0, 20_000));
        }
    }

    // The lengths that partitions get wrong.
    private static int[] Counts(int size) => [.. new[] { 0, 1, size - 1, size, size + 1, 10_000 }.Distinct()];

    private static void Step(ProcessGroup group, double[] values, ShardBuffer buffer, int count)
    {
        for (var step = 0; step < count; step++)
        {
            group.Barrier();
            group.Broadcast(values.AsSpan(), step % group.Size);
            group.AllReduce(values.AsSpan(), Reduction.Max);
            group.AllReduce(values.AsSpan(), Reduction.Max, ReductionOrder.Any);
            group.SumShards(buffer);
        }
    }

    private static void CheckRooted(ProcessGroup group, int count, int root)
    {
        var (rank, size) = (group.Rank, group.Size);
        var values = Coded<int>(rank, count);
        group.Broadcast(values.AsSpan(), root);
        Assert.Equal(Coded<int>(root, count), values);
        var gathered = group.Gather<int>(Coded<int>(rank, count + rank), root);
        Assert.Equal(rank == root ? Enumerable.Range(0, size).SelectMany(from => Coded<int>(from, count + from)) : [], gathered);
        var part = new int[count];
        group.Scatter<int>(rank == root ? Join<int>(size, count) : [], part, root);
        Assert.Equal(Coded<int>(rank, count), part);
    }

    private static void CheckType<T>(ProcessGroup group) where T : unmanaged, INumber<T>
    {
        const int count = 300;
        foreach (var reduction in new[] { Reduction.Sum, Reduction.Product, Reduction.Min, Reduction.Max })
        {
            var values = Values<T>(group.Rank, count);
            group.AllReduce(values.AsSpan(), reduction);
            Assert.Equal(Reduce<T>(group.Size, count, reduction), values);
        }

        if (typeof(T) != typeof(Half) && typeof(T) != typeof(float) && typeof(T) != typeof(double)) return;
        var mean = Values<T>(group.Rank, count);
        group.AllReduce(mean.AsSpan(), Reduction.Mean);
        Assert.Equal(Reduce<T>(group.Size, count, Reduction.Sum).Select(sum => sum / T.CreateChecked(group.Size)), mean);
    }

    // Small whole numbers: exact in every type.
    private static T[] Values<T>(int rank, int count) where T : INumber<T> => [.. Enumerable.Range(0, count).Select(i => T.CreateChecked((rank + i) % 3))];

    private static T[] Reduce<T>(int size, int count, Reduction reduction) where T : INumber<T> =>
        [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, size).Select(rank => T.CreateChecked((rank + i) % 3)).Aggregate((left, right) => reduction.Name switch
        {
            "Sum" => left + right,
            "Product" => left * right,
            "Min" => T.Min(left, right),
            _ => T.Max(left, right),
        }))];

    private static T[] Coded<T>(int rank, int count) where T : INumber<T> => [.. Enumerable.Range(0, count).Select(i => T.CreateChecked(rank * 100_000 + i))];

    private static T[] Join<T>(int size, int count) where T : INumber<T> => [.. Enumerable.Range(0, size).SelectMany(rank => Coded<T>(rank, count))];

    private static float[] Floats(int rank, int count) => [.. Enumerable.Range(0, count).Select(i => (float)(rank * 31 + i % 1000))];

    private static float[][] Sum(ShardMap map, float[][] shards, MessageTuning tuning) => MessageRanks.Run(map.Size, group =>
    {
        var buffer = group.AllocateShards(map, shards[0].Length);
        var own = map.ShardsOf(group.Rank);
        for (var position = 0; position < own.Length; position++) shards[own[position]].CopyTo(buffer.Shard(position));
        group.SumShards(buffer);
        return buffer.Result.ToArray();
    }, tuning);
}
