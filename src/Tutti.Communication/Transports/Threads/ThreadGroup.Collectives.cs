using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Threads;

internal sealed unsafe partial class ThreadGroup
{
    private protected override void BarrierCore(in CollectiveHeader header)
    {
        Enter(header);
        Leave();
    }

    private protected override void BroadcastCore<T>(in CollectiveHeader header, Span<T> values, int root)
    {
        fixed (T* own = values)
        {
            Enter(header, (nint)own, values.Length);
            if (Rank != root) new ReadOnlySpan<T>((void*)PublicationOf(root).Address, values.Length).CopyTo(values);
            Leave();
        }
    }

    private protected override T[] AllGatherCore<T>(in CollectiveHeader header, ReadOnlySpan<T> contribution)
    {
        fixed (T* own = contribution)
        {
            Enter(header, (nint)own, contribution.Length);
            var joined = JoinPublished<T>();
            Leave();
            return joined;
        }
    }

    private protected override ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap map, int elementCount)
    {
        var slots = new Memory<float>[Math.Max(1, map.ShardsOf(Rank).Length)];
        var own = GC.AllocateArray<nint>(slots.Length, pinned: true);
        for (var position = 0; position < slots.Length; position++) slots[position] = AlignedFloats.Allocate(elementCount, out own[position]);
        var addresses = GC.AllocateArray<nint>(map.ShardCount + Size + 1, pinned: true);
        var scratch = AlignedFloats.Allocate(ShardTree.ScratchElements(map.ShardCount), out addresses[^1]);
        Enter(header, (nint)Unsafe.AsPointer(ref own[0]), own.Length);
        for (var shard = 0; shard < map.ShardCount; shard++)
            addresses[shard] = ((nint*)PublicationOf(map.OwnerOf(shard)).Address)[map.PositionOf(shard)];
        for (var peer = 0; peer < Size; peer++) addresses[map.ShardCount + peer] = *(nint*)PublicationOf(peer).Address;
        Leave();
        GC.KeepAlive(own);
        return new ShardBuffer(this, operation, map, elementCount, slots, addresses, scratch);
    }

    private protected override void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer)
    {
        Enter(header);
        var (start, end) = ShardTree.RangeOf(Rank, Size, buffer.ElementCount);
        var sources = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        var shardCount = buffer.Map.ShardCount;
        ShardTree.Sum(sources, shardCount, sources + shardCount, Size, start, end, (float*)buffer.Addresses[^1]);
        Leave();
        GC.KeepAlive(buffer);
    }

    // Runs between Enter and Leave: whatever it throws must not leave the others waiting.
    private T[] JoinPublished<T>() where T : unmanaged
    {
        try
        {
            var total = 0L;
            for (var peer = 0; peer < Size; peer++) total += PublicationOf(peer).Length;
            var joined = new T[total];
            var rest = joined.AsSpan();
            for (var peer = 0; peer < Size; peer++)
            {
                ref var published = ref PublicationOf(peer);
                new ReadOnlySpan<T>((void*)published.Address, (int)published.Length).CopyTo(rest);
                rest = rest[(int)published.Length..];
            }

            return joined;
        }
        catch (Exception cause) when (cause is OutOfMemoryException or OverflowException)
        {
            Fail(cause);
            throw;
        }
    }
}
