using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>
/// Where shards lie in their segment: each rank's side by side, beginning on a page; each shard on a pair of cache lines.
/// </summary>
internal sealed class ShardLayout
{
    private const int Alignment = 128;
    private readonly long[] offsets;
    private readonly long shardBytes;

    internal ShardLayout(ShardMap map, int elementCount)
    {
        Map = map;
        ElementCount = elementCount;
        shardBytes = ((long)elementCount * sizeof(float) + Alignment - 1) / Alignment * Alignment;
        offsets = new long[map.Size + 1];
        for (var rank = 0; rank < map.Size; rank++)
            offsets[rank + 1] = SegmentLayout.ToPages(offsets[rank] + SlotCount(map, rank) * shardBytes);
    }

    internal ShardMap Map { get; }

    internal int ElementCount { get; }

    /// <summary>Never 0, as nothing of that length can be mapped.</summary>
    internal long TotalBytes => Math.Max(SegmentLayout.PageBytes, offsets[^1]);

    /// <summary>A rank has a slot a shard, and one for the result if it has no shard.</summary>
    internal static int SlotCount(ShardMap map, int rank) => Math.Max(1, map.ShardsOf(rank).Length);

    internal long OffsetOf(int rank, int position = 0) => offsets[rank] + position * shardBytes;

    internal long BytesOf(int rank) => offsets[rank + 1] - offsets[rank];
}
