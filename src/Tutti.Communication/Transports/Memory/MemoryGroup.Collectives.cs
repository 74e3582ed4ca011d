using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Memory;

// Threads use each other's memory in place. Processes show each other windows of their data in staging areas: MemoryGroup.Staged.cs.
internal sealed unsafe partial class MemoryGroup
{
    private const int AllRanks = -1;
    private static readonly Reducer<float> Sum = Reducers.Of<float>(Reduction.Sum);

    private protected override void BarrierCore(in CollectiveHeader header)
    {
        Enter(header);
        if (board.IsInPlace) Leave();
    }

    private protected override void ExchangeCore(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing)
    {
        fixed (byte* from = source, to = target)
        {
            if (!board.IsInPlace)
            {
                ExchangeStaged(header, from, source.Length, to, routing);
                return;
            }

            Enter(header, (nint)from);
            for (var peer = 0; peer < Size; peer++)
            {
                var route = routing.Between(peer, Rank);
                Copy((byte*)PublicationOf(peer).Source + route.Source, to + route.Target, route.Length);
            }

            Leave();
        }
    }

    private protected override void CombineCore<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer)
    {
        fixed (T* from = source, to = target)
        {
            if (header.Operation == CollectiveOperation.ReduceScatter)
            {
                if (board.IsInPlace) ReducePartsInPlace(header, from, to, target.Length, reducer);
                else ReducePartsStaged(header, from, to, target.Length, reducer);
            }
            else
            {
                var root = header.Operation == CollectiveOperation.Reduce ? (int)header.Detail : AllRanks;
                if (board.IsInPlace) ReduceInPlace(header, from, to, source.Length, reducer, root);
                else ReduceStaged(header, from, to, source.Length, reducer, root);
            }
        }
    }

    // A rank reduces its range of all sources into its range of all targets.
    private void ReduceInPlace<T>(in CollectiveHeader header, T* source, T* target, long count, Reducer<T> reducer, int root)
        where T : unmanaged
    {
        Enter(header, (nint)source, (nint)target);
        var (first, end) = FixedTree.RangeOf(Rank, Size, count, sizeof(T));
        var targetCount = 0;
        for (var peer = 0; peer < Size; peer++)
        {
            addresses[peer] = PublicationOf(peer).Source;
            if (root is AllRanks || root == peer) addresses[Size + targetCount++] = PublicationOf(peer).Target;
        }

        Reduce(reducer, targetCount, first, end);
        Leave();
    }

    // Rank r reduces part r of all sources into its own target.
    private void ReducePartsInPlace<T>(in CollectiveHeader header, T* source, T* target, long part, Reducer<T> reducer) where T : unmanaged
    {
        Enter(header, (nint)source);
        for (var peer = 0; peer < Size; peer++) addresses[peer] = PublicationOf(peer).Source + (nint)(Rank * part * sizeof(T));
        addresses[Size] = (nint)target;
        Reduce(reducer, 1, 0, part);
        Leave();
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

    private protected override void ReduceShardsCore(in CollectiveHeader header, ShardBuffer buffer, int[] bounds)
    {
        Enter(header);
        var sources = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        var shardCount = buffer.Map.ShardCount;
        FixedTree.Reduce(
            Sum, sources, shardCount, sources + shardCount + Rank, 1, bounds[Rank], bounds[Rank + 1], (float*)buffer.Addresses[^1]);
        Leave();
        GC.KeepAlive(buffer);
    }

    private protected override ProcessGroup SplitCore(in CollectiveHeader header, string name, ReadOnlySpan<int> members) =>
        new MemoryGroup(board.Split(this, header, name, members), members.IndexOf(Rank));

    /// <summary>For boards that hand out memory: shows every rank an address and waits for all; <see cref="EndShowing"/> ends it.</summary>
    internal void BeginShowing(in CollectiveHeader header, nint address) => Enter(header, address);

    internal nint ShownBy(int peer) => PublicationOf(peer).Source;

    internal void EndShowing() => Leave();

    // From the first addresses, one a rank, to those behind.
    private void Reduce<T>(Reducer<T> reducer, int targetCount, long start, long end) where T : unmanaged
    {
        var own = (T**)Unsafe.AsPointer(ref addresses[0]);
        var aligned = ((nint)Unsafe.AsPointer(ref scratch[0]) + FixedTree.LineBytes - 1) & -FixedTree.LineBytes;
        try
        {
            FixedTree.Reduce(reducer, own, Size, own + Size, targetCount, start, end, (T*)aligned);
        }
        catch (Exception failure)
        {
            // Only an operator of the user's throws.
            Fail(failure);
        }
    }

    private static void Copy(void* from, void* to, long bytes)
    {
        if (bytes > 0 && from != to) Buffer.MemoryCopy(from, to, bytes, bytes);
    }
}
