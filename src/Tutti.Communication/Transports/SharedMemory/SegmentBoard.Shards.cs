using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.SharedMemory;

internal sealed unsafe partial class SegmentBoard
{
    private const nint HasRoom = -1;

    internal override ShardBuffer AllocateShards(MemoryGroup group, in CollectiveHeader header, ShardMap map, int elementCount)
    {
        var shards = new ShardLayout(map, elementCount);
        var name = $"{path}.{group.OperationNumber}";
        MappedSegment? memory;
        long free;
        try
        {
            memory = MapShards(group, header, shards, name, out free);
        }
        catch (Exception problem) when (problem is not CommunicationException)
        {
            group.Abort(problem);
            throw;
        }

        // All ranks know it alike, so the group can go on.
        if (memory is null) throw SegmentProblem.NoRoom("AllocateShards", name, shards.TotalBytes, free);
        return BufferOf(group, shards, memory);
    }

    // Rank 0 makes the segment and shows that there is room, or how much is free; every rank takes the memory of its own part.
    private MappedSegment? MapShards(MemoryGroup group, in CollectiveHeader header, ShardLayout shards, string name, out long free)
    {
        free = Rank == 0 ? SegmentFiles.FreeBytes(name) : 0;
        var made = Rank == 0 && free >= shards.TotalBytes ? MappedSegment.Create(name, shards.TotalBytes) : null;
        try
        {
            group.BeginShowing(header, made is null ? (nint)free : HasRoom);
            free = group.ShownBy(0);
            var memory = free == HasRoom ? made ?? MappedSegment.Open(name) : null;
            memory?.Reserve(shards.OffsetOf(Rank), shards.BytesOf(Rank));
            group.EndShowing();
            return memory;
        }
        finally
        {
            made?.Unlink();
        }
    }

    private ShardBuffer BufferOf(MemoryGroup group, ShardLayout shards, MappedSegment memory)
    {
        var map = shards.Map;
        var slots = new Memory<float>[ShardLayout.SlotCount(map, Rank)];
        for (var position = 0; position < slots.Length; position++)
            slots[position] = new SegmentMemory(memory, memory.Address + (nint)shards.OffsetOf(Rank, position), shards.ElementCount).Memory;
        var addresses = GC.AllocateArray<nint>(map.ShardCount + Size + 1, pinned: true);
        for (var shard = 0; shard < map.ShardCount; shard++)
            addresses[shard] = memory.Address + (nint)shards.OffsetOf(map.OwnerOf(shard), map.PositionOf(shard));
        for (var peer = 0; peer < Size; peer++) addresses[map.ShardCount + peer] = memory.Address + (nint)shards.OffsetOf(peer);
        var scratch = AlignedFloats.Allocate(FixedTree.ScratchBytes(map.ShardCount) / sizeof(float), out addresses[^1]);
        return new ShardBuffer(group, group.OperationNumber, map, shards.ElementCount, slots, addresses, scratch);
    }
}
