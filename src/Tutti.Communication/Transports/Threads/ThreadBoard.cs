using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Threads;

/// <summary>The board of ranks that are threads of this process: they use each other's memory in place.</summary>
internal sealed unsafe class ThreadBoard : MemoryBoard
{
    private const int RingBytes = 64 << 10;

    private readonly byte[] memory;
    private readonly Parker[] parkers;
    private readonly byte[]?[] rings;
    private readonly ConcurrentDictionary<(long Operation, int FirstMember), Lazy<ThreadBoard>> parts = new();
    private int disposeCount;

    internal ThreadBoard(string name, int size, TimeSpan timeout, FaultBoard? faults = null, int? cores = null)
        : base(name, size, timeout, faults ?? new FaultBoard(), cores)
    {
        memory = GC.AllocateArray<byte>((size + 1) * sizeof(RankSlot), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref memory[0]);
        Slots = (RankSlot*)((start + 127) & ~127);
        parkers = [.. Enumerable.Range(0, size).Select(_ => new Parker())];
        rings = new byte[]?[size * size];
        IsInPlace = true;
        Faults.Raised += WakeAll;
    }

    internal override void Sleep(int rank, TimeSpan limit) => parkers[rank].Sleep(limit);

    internal override void Wake(int rank) => parkers[rank].Wake();

    internal override ShardBuffer AllocateShards(MemoryGroup group, in CollectiveHeader header, ShardMap map, int elementCount)
    {
        var slots = new Memory<float>[Math.Max(1, map.ShardsOf(group.Rank).Length)];
        var own = GC.AllocateArray<nint>(slots.Length, pinned: true);
        for (var position = 0; position < slots.Length; position++)
            slots[position] = AlignedFloats.Allocate(elementCount, out own[position]);
        var addresses = GC.AllocateArray<nint>(map.ShardCount + Size + 1, pinned: true);
        var scratch = AlignedFloats.Allocate(FixedTree.ScratchBytes(map.ShardCount) / sizeof(float), out addresses[^1]);
        group.BeginShowing(header, (nint)Unsafe.AsPointer(ref own[0]));
        for (var shard = 0; shard < map.ShardCount; shard++)
            addresses[shard] = ((nint*)group.ShownBy(map.OwnerOf(shard)))[map.PositionOf(shard)];
        for (var peer = 0; peer < Size; peer++) addresses[map.ShardCount + peer] = *(nint*)group.ShownBy(peer);
        group.EndShowing();
        GC.KeepAlive(own);
        return new ShardBuffer(group, group.OperationNumber, map, elementCount, slots, addresses, scratch);
    }

    internal override MemoryBoard Split(MemoryGroup group, in CollectiveHeader header, string name, ReadOnlySpan<int> members)
    {
        var key = (group.OperationNumber, members[0]);
        var size = members.Length;
        var part = parts.GetOrAdd(key, _ => new(() => new ThreadBoard(name, size, Timeout, Faults, IsCrowded ? 0 : size)));
        // All have it when all have come here, so that the table keeps no board alive.
        group.BeginShowing(header, 0);
        group.EndShowing();
        parts.TryRemove(key, out _);
        return part.Value;
    }

    internal override MemoryRing RingTo(int rank, int peer)
    {
        ref var ring = ref rings[rank * Size + peer];
        var memory = Volatile.Read(ref ring) ?? MemoryRing.Allocate(RingBytes);
        return MemoryRing.Over(Interlocked.CompareExchange(ref ring, memory, null) ?? memory, peer);
    }

    internal override MemoryRing? FindRing(int rank, int peer) =>
        Volatile.Read(ref rings[peer * Size + rank]) is { } memory ? MemoryRing.Over(memory, peer) : null;

    // Whoever still uses the board must hear of a fault.
    public override void Dispose()
    {
        if (Interlocked.Increment(ref disposeCount) == Size) Faults.Raised -= WakeAll;
    }
}
