using Tutti.Communication.Collectives;
using Tutti.Communication.Scenarios;
using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Hierarchical;

public sealed class HierarchicalGroupTests
{
    // The machine of each rank.
    public static TheoryData<int[]> Layouts
    {
        get
        {
            var data = new TheoryData<int[]>();
            foreach (var layout in new[] { "0", "000", "01", "0011", "0001", "0001111", "01010", "0122100" })
                data.Add([.. layout.Select(machine => machine - '0')]);
            return data;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void AllReduce_AnyLayout_HasBitsOfTheFlatTree(int[] machines)
    {
        const int count = 3_003;
        var values = RandomShards.Make(machines.Length, count);
        var expected = NaiveTree.Of(values, (left, right) => left + right);
        foreach (var tuning in new[] { MessageTuning.Default, MessageRanks.Tiny })
        {
            foreach (var result in HierarchicalRanks.Run(machines, group =>
            {
                var own = values[group.Rank].ToArray();
                group.AllReduce(own.AsSpan());
                var mean = values[group.Rank].ToArray();
                group.AllReduce(mean.AsSpan(), Reduction.Mean);
                Assert.Equal(own.Select(sum => sum / group.Size), mean);
                return own;
            }, tuning)) Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), result.Select(BitConverter.SingleToInt32Bits));
        }
    }

    // On each machine one rank alone: only the ranks that speak for machines ever combine.
    [Fact]
    public void AllReduce_OperatorThrowsBetweenMachines_FaultsTheJob()
    {
        var broken = Reduction.Custom<int>("broken", (_, _, _) => throw new FormatException("boom"));
        foreach (var error in HierarchicalRanks.Catch([0, 1], group =>
        {
            Assert.NotNull(Record.Exception(() => group.AllReduce(new int[1].AsSpan(), broken)));
            group.Barrier();
        })) Assert.Contains("boom", Assert.IsType<PeerLostException>(error).Message);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void SumShards_AnyOwners_HasBitsOfTheTree(int[] machines)
    {
        const int count = 2_003;
        var random = new Random(machines.Length);
        foreach (var shardCount in new[] { 1, 5, 8 })
        {
            var shards = RandomShards.Make(shardCount, count);
            var expected = NaiveTree.Of(shards, (left, right) => left + right).Select(BitConverter.SingleToInt32Bits).ToArray();
            var map = new ShardMap([.. Enumerable.Range(0, shardCount).Select(_ => random.Next(machines.Length))], machines.Length);
            foreach (var result in HierarchicalRanks.Run(machines, group =>
            {
                var buffer = group.AllocateShards(map, count);
                var own = map.ShardsOf(group.Rank);
                for (var position = 0; position < own.Length; position++) shards[own[position]].CopyTo(buffer.Shard(position));
                group.SumShards(buffer, 0, 1_000);
                group.SumShards(buffer, 1_000, count - 1_000);
                for (var position = 1; position < own.Length; position++)
                    Assert.Equal(shards[own[position]], buffer.Shard(position).ToArray());
                return buffer.Result.ToArray();
            })) Assert.Equal(expected, result.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Exchanges_AnyLayout_BringRightValues(int[] machines) => HierarchicalRanks.Run(machines, group =>
    {
        for (var root = 0; root < group.Size; root++)
        {
            foreach (var count in new[] { 0, 1, 10_000 })
            {
                var values = new int[count];
                values.AsSpan().Fill(group.Rank);
                group.Broadcast(values.AsSpan(), root);
                Assert.All(values, value => Assert.Equal(root, value));
            }
        }

        group.Barrier();
        Assert.Equal(Enumerable.Range(0, group.Size), group.AllGather<int>([group.Rank]));
        using var half = group.Split(group.Rank % 2)!;
        Assert.Equal(Enumerable.Range(0, group.Size).Where(rank => rank % 2 == group.Rank % 2), half.AllGather<int>([group.Rank]));
        return 0;
    });

    [Fact]
    public void AllReduce_TwoMachines_CrossesOnceAMachine()
    {
        var transports = new CountingTransport[4];
        var counts = new (long, long)[4];
        Assert.All(HierarchicalRanks.Catch([0, 0, 1, 1], group =>
        {
            group.Barrier();
            transports[group.Rank].Reset();
            group.AllReduce(new float[1_000].AsSpan());
            counts[group.Rank] = (transports[group.Rank].Messages, transports[group.Rank].Bytes);
        }, wrap: inner => transports[inner.Rank] = new CountingTransport(inner)), Assert.Null);
        Assert.Equal([(1, 4_000), (0, 0), (1, 4_000), (0, 0)], counts);
    }

    [Fact]
    public void Collective_RankThrows_OthersOnAllMachinesLoseIt()
    {
        foreach (var culprit in new[] { 0, 1, 2, 3 })
        {
            var errors = HierarchicalRanks.Catch([0, 0, 1, 1], group =>
            {
                group.Barrier();
                if (group.Rank == culprit) throw new FormatException("boom");
                group.AllReduce(new float[10].AsSpan());
            });
            for (var rank = 0; rank < 4; rank++)
            {
                if (rank == culprit) Assert.IsType<FormatException>(errors[rank]);
                else Assert.IsType<FormatException>(Assert.IsType<PeerLostException>(errors[rank]).InnerException);
            }
        }
    }

    [Fact]
    public void Collective_RanksDisagree_AllThrow()
    {
        var errors = HierarchicalRanks.Catch([0, 0, 1, 1], group =>
        {
            group.Barrier();
            group.AllReduce(new float[group.Rank == 3 ? 11 : 10].AsSpan());
        });
        Assert.All(errors, error => Assert.Contains("AllReduce of 1", Assert.IsType<CollectiveMismatchException>(error).Message));
    }
}
