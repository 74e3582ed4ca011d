using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>What callers get wrong is refused before any work; the group stays usable.</summary>
internal static class ArgumentScenarios
{
    private const string Theme = "Arguments";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "a root outside the group", Root),
        new(Theme, "wrong lengths", Lengths),
        new(Theme, "memory that overlaps", Overlap),
        new(Theme, "element types and reductions that do not fit", Types),
        new(Theme, "shards that are another group's, or outside the buffer", Shards),
        new(Theme, "results that no array can hold, refused on every rank", TooLong),
        new(Theme, "more bytes than travel at once", TooManyBytes),
    ];

    private static void Root(ProcessGroup group)
    {
        foreach (var root in new[] { -1, group.Size })
        {
            Refused<ArgumentOutOfRangeException>(group, $"Got {root}. Expected 0 to {group.Size - 1}.", () =>
                group.Broadcast(new float[1].AsSpan(), root));
            Refused<ArgumentOutOfRangeException>(group, "Gather: the root", () => group.Gather<float>([1], root));
            Refused<ArgumentOutOfRangeException>(group, "Scatter: the root", () => group.Scatter<float>([1], new float[1], root));
            Refused<ArgumentOutOfRangeException>(group, "Reduce: the root", () => group.Reduce<float>([1], new float[1], root));
        }
    }

    private static void Lengths(ProcessGroup group)
    {
        var size = group.Size;
        Refused<ArgumentException>(group, $"Got 1. Expected {2 * size}.", () => group.AllGather<int>(new int[2], new int[1]));
        Refused<ArgumentException>(group, $"Got 1. Expected {2 * size}.", () => group.Scatter<int>(new int[1], new int[2], group.Rank));
        Refused<ArgumentException>(group, $"Got 1. Expected {2 * size}.", () => group.ReduceScatter<int>(new int[1], new int[2]));
        Refused<ArgumentException>(group, "Got 3. Expected 2.", () => group.AllReduce<int>(new int[2], new int[3]));
        Refused<ArgumentException>(group, "Got 3. Expected 2.", () => group.Reduce<int>(new int[2], new int[3], group.Rank));
        Refused<ArgumentException>(group, "AllToAll", () => group.AllToAll<int>(new int[size], new int[size + 1]));
        if (size > 1) Refused<ArgumentException>(group, $"Expected a multiple of {size}", () =>
            group.AllToAll<int>(new int[size + 1], new int[size + 1]));
        Refused<ArgumentException>(group, $"Got {size + 1}. Expected {size}.", () => group.AllToAllUneven<int>([], new int[size + 1]));
        Refused<ArgumentException>(group, $"values has the wrong length. Got {size + 1}. Expected {size}.", () =>
            group.AllToAllUneven<int>(new int[size + 1], Enumerable.Repeat(1, size).ToArray()));
        int[] negative = [-1, .. new int[size - 1]];
        Refused<ArgumentException>(group, "negative", () => group.AllToAllUneven<int>([], negative));
    }

    private static void Overlap(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        var memory = new int[4 * size + 8];
        Refused<ArgumentException>(group, "overlap", () => group.AllReduce<int>(memory.AsSpan(0, 8), memory.AsSpan(1, 8)));
        Refused<ArgumentException>(group, "overlap", () => group.Reduce<int>(memory.AsSpan(0, 8), memory.AsSpan(1, 8), rank));
        Refused<ArgumentException>(group, "overlap", () => group.ReduceScatter<int>(memory.AsSpan(0, size), memory.AsSpan(0, 1)));
        Refused<ArgumentException>(group, "overlap", () => group.AllToAll<int>(memory.AsSpan(0, size), memory.AsSpan(0, size)));
        Refused<ArgumentException>(group, "overlap", () =>
            group.AllGather<int>(memory.AsSpan(4 * rank + 1, 4), memory.AsSpan(0, 4 * size)));
        Refused<ArgumentException>(group, "overlap", () =>
            group.Scatter<int>(memory.AsSpan(0, 4 * size), memory.AsSpan(4 * rank + 1, 4), rank));
    }

    private static void Types(ProcessGroup group)
    {
        const string expected = "Got Guid. Expected Half, float, double or an integer of 8 to 64 bits.";
        Refused<NotSupportedException>(group, expected, () => group.Broadcast(new Guid[1].AsSpan()));
        Refused<NotSupportedException>(group, expected, () => group.AllGather<Guid>([default]));
        Refused<NotSupportedException>(group, expected, () => group.AllReduce(new Guid[1].AsSpan()));
        Refused<NotSupportedException>(group, "no mean of integers. Got Int32.", () =>
            group.AllReduce(new int[1].AsSpan(), Reduction.Mean));
        var ofInts = Reduction.Custom<int>("first", (left, _, result) => left.CopyTo(result));
        Refused<NotSupportedException>(group, "'first' is of another element type. Got Single.", () =>
            group.AllReduce(new float[1].AsSpan(), ofInts));
    }

    private static void Shards(ProcessGroup group)
    {
        var size = group.Size;
        Refused<ArgumentException>(group, $"Got a map for {size + 1}. Expected {size}", () =>
            group.AllocateShards(ShardMap.Contiguous(4, size + 1), 1));
        Refused<ArgumentOutOfRangeException>(group, "elementCount", () => group.AllocateShards(ShardMap.Contiguous(4, size), -1));
        var buffer = group.AllocateShards(ShardMap.Contiguous(2, size), 10);
        foreach (var (start, count) in new[] { (-1, 1), (0, 11), (5, 6), (0, -1), (11, 0), (int.MaxValue, int.MaxValue) })
            Refused<ArgumentOutOfRangeException>(group, "SumShards: the range", () => group.SumShards(buffer, start, count));
        Refused<ArgumentException>(group, "bounds has the wrong length", () => group.ReduceShards(buffer, new int[size]));
        Refused<ArgumentException>(group, "the bounds do not ascend", () => group.ReduceShards(buffer, [5, .. Enumerable.Repeat(4, size)]));
        Refused<ArgumentOutOfRangeException>(group, "ReduceShards: the range", () => group.ReduceShards(buffer, [0, .. Enumerable.Repeat(11, size)]));
        Refused<ArgumentException>(group, "counts has the wrong length", () => group.AllGatherUneven<float>([], new int[size + 1], []));
        Refused<ArgumentException>(group, "contribution has the wrong length", () => group.AllGatherUneven<float>([1], new int[size], []));
        Refused<ArgumentException>(group, "result has the wrong length", () => group.AllGatherUneven<float>([], new int[size], new float[1]));
        using var other = group.Split(0)!;
        Refused<ArgumentException>(group, "the buffer is not this rank's", () => other.SumShards(buffer));
        other.Barrier();
    }

    // The values are never looked at, so that nobody needs the memory.
    private static void TooLong(ProcessGroup group)
    {
        if (group.Size == 1) return;
        var first = (byte)0;
        var length = 0x7000_0000;
        void Refuse(string operation, Action<ReadOnlySpan<byte>> collective)
        {
            var error = Assert.Throws<ArgumentException>(() => collective(MemoryMarshal.CreateReadOnlySpan(ref first, length)));
            Assert.Contains($"{operation}: the result does not fit an array.", error.Message);
            group.Barrier();
        }

        Refuse("AllGather", values => group.AllGather(values));
        Refuse("Gather", values => group.Gather(values));
        int[] toRankOne = [0, length, .. new int[group.Size - 2]];
        Refuse("AllToAllUneven", values => group.AllToAllUneven(values, toRankOne));
    }

    // As many elements as an array may have, but more bytes than travel at once.
    private static void TooManyBytes(ProcessGroup group)
    {
        var first = 0.0;
        const int length = 1 << 28;
        Refused<ArgumentException>(group, $"Broadcast: the values are too long. Got {length}. Expected at most {length - 1}", () =>
            group.Broadcast(MemoryMarshal.CreateSpan(ref first, length)));
        if (group.Size == 1) return;
        var peer = (group.Rank + 1) % group.Size;
        Refused<ArgumentException>(group, "Send: the values are too long", () =>
            group.Send(MemoryMarshal.CreateReadOnlySpan(ref first, length), peer));
        Refused<ArgumentException>(group, "AllGather: the result does not fit an array.", () =>
            group.AllGather(MemoryMarshal.CreateReadOnlySpan(ref first, length / 2)));
    }

    private static void Refused<T>(ProcessGroup group, string words, Action call) where T : Exception
    {
        var error = Assert.ThrowsAny<T>(call);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        group.Barrier();
    }
}
