using System.Text.RegularExpressions;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>Ranks that disagree: every rank throws one error that names both sides.</summary>
internal static class ContractScenarios
{
    private const string Theme = "Contracts";
    private const string Map = @" \(owner map [0-9a-f]{8}\)";

    private static readonly Reduction First = Reduction.Custom<int>("first", (left, _, result) => left.CopyTo(result));
    private static readonly Reduction Last = Reduction.Custom<int>("last", (_, right, result) => right.CopyTo(result));

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        Disagree("operation", "Barrier", "AllGather of double", group => group.Barrier(), group => group.AllGather<double>([1])),
        Disagree("element", "Broadcast of 4 float from root 0", "Broadcast of 4 int from root 0",
            group => group.Broadcast(new float[4].AsSpan()), group => group.Broadcast(new int[4].AsSpan())),
        Disagree("count", "Broadcast of 4 float from root 0", "Broadcast of 5 float from root 0",
            group => group.Broadcast(new float[4].AsSpan()), group => group.Broadcast(new float[5].AsSpan())),
        Disagree("count of nothing", "AllReduce of 0 int by Sum", "AllReduce of 7 int by Sum",
            group => group.AllReduce(new int[0].AsSpan()), group => group.AllReduce(new int[7].AsSpan())),
        Disagree("large count", "AllReduce of 500000 int by Sum", "AllReduce of 499999 int by Sum",
            group => group.AllReduce(new int[500_000].AsSpan()), group => group.AllReduce(new int[499_999].AsSpan())),
        Disagree("root", "Broadcast of 4 float from root 0", "Broadcast of 4 float from root 1",
            group => group.Broadcast(new float[4].AsSpan()), group => group.Broadcast(new float[4].AsSpan(), 1)),
        Disagree("root of a gather", "Gather of float to root 0", "Gather of float to root 1",
            group => group.Gather<float>([1]), group => group.Gather<float>([1], 1)),
        Disagree("reduction", "AllReduce of 4 float by Sum", "AllReduce of 4 float by Mean",
            group => group.AllReduce(new float[4].AsSpan()), group => group.AllReduce(new float[4].AsSpan(), Reduction.Mean)),
        Disagree("custom reduction", @"AllReduce of 4 int by a reduction of its own \(name [0-9a-f]{8}\)",
            @"AllReduce of 4 int by a reduction of its own \(name [0-9a-f]{8}\)",
            group => group.AllReduce(new int[4].AsSpan(), First), group => group.AllReduce(new int[4].AsSpan(), Last)),
        Disagree("order of a reduction", "AllReduce of 4 float by Sum", "AllReduce of 4 float by Sum in any order",
            group => group.AllReduce(new float[4].AsSpan()), group => group.AllReduce(new float[4].AsSpan(), order: ReductionOrder.Any)),
        Disagree("reduce and all-reduce", "Reduce of 4 int by Sum to root 0", "AllReduce of 4 int by Sum",
            group => group.Reduce<int>(new int[4], new int[4]), group => group.AllReduce(new int[4].AsSpan())),
        Disagree("reduce-scatter", "ReduceScatter of {P} int by Sum", "ReduceScatter of {2P} int by Sum",
            group => group.ReduceScatter<int>(new int[group.Size], new int[1]),
            group => group.ReduceScatter<int>(new int[2 * group.Size], new int[2])),
        Disagree("order", "AllGather of long", "Barrier",
            group => { group.AllGather<long>([1]); group.Barrier(); }, group => { group.Barrier(); group.AllGather<long>([1]); }),
        Disagree("one left out", "Barrier", "AllReduce of 4 int by Sum",
            group => { group.Barrier(); group.AllReduce(new int[4].AsSpan()); },
            group => group.AllReduce(new int[4].AsSpan())),
        Disagree("scatter", "Scatter of 1 int from root 0", "Scatter of 2 int from root 0",
            group => group.Scatter<int>(new int[group.Rank == 0 ? group.Size : 0], new int[1]),
            group => group.Scatter<int>(default, new int[2])),
        Disagree("all-to-all", "AllToAll of {P} int", "AllToAll of int",
            group => group.AllToAll<int>(new int[group.Size], new int[group.Size]),
            group => group.AllToAllUneven<int>([], new int[group.Size])),
        Disagree("split", "Split", "AllGather of int", group => group.Split(0), group => group.AllGather<int>([1, 2])),
        Disagree("shards", "AllocateShards of 8 float in 4 shards" + Map, "AllocateShards of 8 float in 5 shards" + Map,
            group => group.AllocateShards(ShardMap.Contiguous(4, group.Size), 8),
            group => group.AllocateShards(ShardMap.Contiguous(5, group.Size), 8)),
        Disagree("elements of shards", "AllocateShards of 8 float in 4 shards" + Map, "AllocateShards of 9 float in 4 shards" + Map,
            group => group.AllocateShards(ShardMap.Contiguous(4, group.Size), 8),
            group => group.AllocateShards(ShardMap.Contiguous(4, group.Size), 9)),
        Disagree("owners", "AllocateShards of 1 float in 2 shards" + Map, "AllocateShards of 1 float in 2 shards" + Map,
            group => group.AllocateShards(new ShardMap([0, 1], group.Size), 1),
            group => group.AllocateShards(new ShardMap([1, 0], group.Size), 1)),
        Disagree("range", "SumShards of 4 float from element 0 of the buffer of operation #2",
            "SumShards of 4 float from element 1 of the buffer of operation #2",
            group => Sum(group, 1, 0, 0), group => Sum(group, 1, 0, 1)),
        Disagree("bounds", @"ReduceShards of 4 float of the buffer of operation #2 \(bounds [0-9a-f]{8}\)",
            @"ReduceShards of 4 float of the buffer of operation #2 \(bounds [0-9a-f]{8}\)",
            group => Reduce(group, [0, .. Enumerable.Repeat(4, group.Size)]), group => Reduce(group, [.. Enumerable.Repeat(0, group.Size), 4])),
        Disagree("counts", "AllGather of 1 float", "AllGather of 1 float",
            group => GatherOne(group, owner: 0), group => GatherOne(group, owner: group.Rank)),
        Disagree("buffers", "SumShards of 4 float from element 0 of the buffer of operation #2",
            "SumShards of 4 float from element 0 of the buffer of operation #3",
            group => Sum(group, 2, 0, 0), group => Sum(group, 2, 1, 0)),
    ];

    private static Scenario Disagree(string kind, string most, string culprits, Action<ProcessGroup> act,
        Action<ProcessGroup> actOfCulprit) =>
        new(Theme, $"{kind}: all throw one error naming both sides", group => Check(group, most, culprits, act, actOfCulprit))
        {
            SmallestSize = 2,
            EndsFaulted = true,
        };

    private static void Check(ProcessGroup group, string most, string culprits, Action<ProcessGroup> act, Action<ProcessGroup> actOfCulprit)
    {
        var culprit = group.Size - 1;
        var mismatch = Assert.IsType<CollectiveMismatchException>(Faulted.Catch(() =>
        {
            // Where ranks send messages, one may be through before others, and one that waits for nobody before they have seen what it did.
            group.Barrier();
            (group.Rank == culprit ? actOfCulprit : act)(group);
            group.Barrier();
            group.Barrier();
        }));
        string Sized(string side) => side.Replace("{P}", $"{group.Size}").Replace("{2P}", $"{2 * group.Size}");
        var one = $@"{Sized(most)} on rank \d";
        var other = $"{Sized(culprits)} on rank {culprit}";
        var start = $@"^Operation #\d on group '{Regex.Escape(group.Name)}': the ranks disagree\. Got ";
        // Who has left out an operation, or been through it, is met in another.
        if (mismatch.Message.Contains("(its operation #", StringComparison.Ordinal)) (one, other) = (@".+ on rank \d", $".+ on rank {culprit}");
        Assert.Matches($@"{start}({one} and {other}|{other} and {one})\.", mismatch.Message);
        Assert.Equal((group.Rank, group.Name), (mismatch.Rank, mismatch.Group));
        Assert.InRange(mismatch.Peer ?? -1, 0, culprit);
        Faulted.Stands(group, mismatch);
    }

    // Sums four elements of one of several buffers.
    private static void Reduce(ProcessGroup group, int[] bounds) =>
        group.ReduceShards(group.AllocateShards(ShardMap.Contiguous(group.Size, group.Size), 4), bounds);

    private static void GatherOne(ProcessGroup group, int owner)
    {
        var counts = new int[group.Size];
        counts[owner] = 1;
        group.AllGatherUneven<float>(new float[counts[group.Rank]], counts, new float[1]);
    }

    private static void Sum(ProcessGroup group, int bufferCount, int which, int start)
    {
        var buffers = Enumerable.Range(0, bufferCount).Select(_ => group.AllocateShards(ShardMap.Contiguous(2, group.Size), 10)).ToArray();
        group.SumShards(buffers[which], start, 4);
    }
}
