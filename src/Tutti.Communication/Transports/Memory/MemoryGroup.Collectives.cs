using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Memory;

// Data are shown to the others in windows: the whole span where the others can read it in place, else what fits the staging area.
internal sealed unsafe partial class MemoryGroup
{
    private protected override void BarrierCore(in CollectiveHeader header)
    {
        Enter(header);
        Leave();
    }

    private protected override void ExchangeCore(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing)
    {
        fixed (byte* from = source, to = target)
        {
            var window = board.WindowBytes;
            var longest = routing.LongestSource();
            for (long start = 0; start == 0 || start < longest; start = IsInPlace ? longest : start + window)
            {
                var length = Math.Min(window, longest - start);
                Enter(header, Show(from, start, Math.Min(length, source.Length - start)));
                for (var peer = 0; peer < Size; peer++) CopyFrom(peer, routing.Between(peer, Rank), start, length, to);
                Leave();
                if (longest == 0) return;
            }
        }
    }

    private protected override void CombineCore<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer)
    {
        fixed (T* from = source, to = target)
        {
            if (header.Operation == CollectiveOperation.ReduceScatter) ReduceParts(header, from, to, target.Length, reducer);
            else ReduceWhole(header, from, to, source.Length, reducer);
        }
    }

    // In place: all read all sources and write all targets. Staged: staging areas are both, and every rank fetches the result from its own.
    private void ReduceWhole<T>(in CollectiveHeader header, T* source, T* target, long count, Reducer<T> reducer) where T : unmanaged
    {
        var window = IsInPlace ? Math.Max(1, count) : board.WindowBytes / sizeof(T);
        var toAll = header.Operation == CollectiveOperation.AllReduce;
        var isTarget = toAll || header.Detail == Rank;
        for (long start = 0; start == 0 || start < count; start += window)
        {
            var length = Math.Min(window, count - start);
            var shown = Show((byte*)source, start * sizeof(T), length * sizeof(T));
            Enter(header, shown, IsInPlace ? (nint)target : shown);
            var (first, end) = FixedTree.RangeOf(Rank, Size, length, sizeof(T));
            var targetCount = GatherAddresses(toAll ? -1 : (int)header.Detail);
            Reduce(reducer, targetCount, first, end);
            Leave();
            if (!IsInPlace && isTarget) Buffer.MemoryCopy((void*)shown, target + start, length * sizeof(T), length * sizeof(T));
        }
    }

    // Rank r reduces part r of all sources into its own target. A window shows a slice of every part, so that all ranks have work in each.
    private void ReduceParts<T>(in CollectiveHeader header, T* source, T* target, long part, Reducer<T> reducer) where T : unmanaged
    {
        var slice = IsInPlace ? Math.Max(1, part) : board.WindowBytes / Size / FixedTree.LineBytes * FixedTree.LineBytes / sizeof(T);
        for (long start = 0; start == 0 || start < part; start += slice)
        {
            var length = Math.Min(slice, part - start);
            var stride = IsInPlace ? part : slice;
            var shown = (nint)source;
            if (!IsInPlace)
            {
                shown = board.StagingOf(Rank);
                for (var rank = 0; rank < Size; rank++)
                    Buffer.MemoryCopy(source + rank * part + start, (T*)shown + rank * stride, length * sizeof(T), length * sizeof(T));
            }

            Enter(header, shown);
            for (var peer = 0; peer < Size; peer++) addresses[peer] = SourceOf(peer) + (nint)(Rank * stride * sizeof(T));
            addresses[Size] = (nint)(target + start);
            Reduce(reducer, 1, 0, length);
            Leave();
        }
    }

    private protected override ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap map, int elementCount) =>
        board.AllocateShards(this, header, map, elementCount);

    private protected override void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer, int start, int count)
    {
        Enter(header);
        var (first, end) = FixedTree.RangeOf(Rank, Size, count, sizeof(float));
        var sources = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        var shardCount = buffer.Map.ShardCount;
        FixedTree.Reduce(Sum, sources, shardCount, sources + shardCount, Size, start + first, start + end, (float*)buffer.Addresses[^1]);
        Leave();
        GC.KeepAlive(buffer);
    }

    private protected override ProcessGroup SplitCore(in CollectiveHeader header, string name, ReadOnlySpan<int> members) =>
        new MemoryGroup(board.Split(this, header, name, members), members.IndexOf(Rank));

    /// <summary>For boards that hand out memory: shows every rank an address and waits for all; <see cref="EndShowing"/> ends it.</summary>
    internal void BeginShowing(in CollectiveHeader header, nint address) => Enter(header, address);

    internal nint ShownBy(int peer) => PublicationOf(peer).Source;

    internal void EndShowing() => Leave();

    private static readonly Reducer<float> Sum = Reducers.Of<float>(Reduction.Sum);

    private nint Show(byte* source, long start, long length)
    {
        if (IsInPlace) return (nint)source;
        var staging = board.StagingOf(Rank);
        if (length > 0) Buffer.MemoryCopy(source + start, (void*)staging, length, length);
        return staging;
    }

    private nint SourceOf(int peer) => IsInPlace ? PublicationOf(peer).Source : board.StagingOf(peer);

    private void CopyFrom(int peer, Route route, long windowStart, long windowLength, byte* target)
    {
        var first = Math.Max(route.Source, windowStart);
        var end = Math.Min(route.Source + route.Length, windowStart + windowLength);
        if (end <= first) return;
        var from = (byte*)SourceOf(peer) + (IsInPlace ? first : first - windowStart);
        var to = target + route.Target + (first - route.Source);
        if (from != to) Buffer.MemoryCopy(from, to, end - first, end - first);
    }

    // Sources of all ranks, then the targets: all ranks' or the root's.
    private int GatherAddresses(int root)
    {
        var targetCount = 0;
        for (var peer = 0; peer < Size; peer++)
        {
            addresses[peer] = SourceOf(peer);
            if (root < 0 || root == peer) addresses[Size + targetCount++] = IsInPlace ? PublicationOf(peer).Target : board.StagingOf(peer);
        }

        return targetCount;
    }

    private void Reduce<T>(Reducer<T> reducer, int targetCount, long start, long end) where T : unmanaged
    {
        var own = (T**)Unsafe.AsPointer(ref addresses[0]);
        var aligned = ((nint)Unsafe.AsPointer(ref scratch[0]) + FixedTree.LineBytes - 1) & -FixedTree.LineBytes;
        FixedTree.Reduce(reducer, own, Size, own + Size, targetCount, start, end, (T*)aligned);
    }
}
