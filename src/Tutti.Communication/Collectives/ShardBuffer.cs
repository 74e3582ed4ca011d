namespace Tutti.Communication.Collectives;

/// <summary>
/// One rank's part of the memory in which shards are summed; from <see cref="ProcessGroup.AllocateShards"/>. Owners write their shards and
/// read the result; during <see cref="ProcessGroup.SumShards(ShardBuffer)"/> other ranks read and write it too. The memory lives as long as
/// the buffer or a <see cref="Memory{T}"/> of it; a span alone does not keep it, so use the buffer afterwards, or
/// <see cref="GC.KeepAlive"/>.
/// </summary>
public sealed class ShardBuffer
{
    private readonly Memory<float>[] slots;
    private readonly Memory<float> scratch; // keeps alive what the last address points to

    /// <param name="group">The group on this rank.</param>
    /// <param name="number">The operation that allocated it: the same on every rank.</param>
    /// <param name="map">Who owns what.</param>
    /// <param name="elementCount">Elements of a shard.</param>
    /// <param name="slots">This rank's shards in ascending order; at least one, which receives the result.</param>
    /// <param name="addresses">Pinned: where each shard's values are, then where each rank's result is, then where the scratch is.</param>
    /// <param name="scratch">For the partial sums of a block.</param>
    internal ShardBuffer(
        ProcessGroup group, long number, ShardMap map, int elementCount, Memory<float>[] slots, nint[] addresses, Memory<float> scratch)
    {
        Group = group;
        Number = number;
        Map = map;
        ElementCount = elementCount;
        this.slots = slots;
        Addresses = addresses;
        this.scratch = scratch;
    }

    /// <summary>Who owns which shard.</summary>
    public ShardMap Map { get; }

    /// <summary>Elements of a shard.</summary>
    public int ElementCount { get; }

    /// <summary>
    /// Where the sum is after <see cref="ProcessGroup.SumShards(ShardBuffer)"/>: this rank's first shard, or memory of its own on a rank
    /// without shards.
    /// </summary>
    public Memory<float> Result => slots[0];

    internal ProcessGroup Group { get; }

    internal long Number { get; }

    internal nint[] Addresses { get; }

    /// <summary>What a group that sends messages keeps for the buffer.</summary>
    internal object? Plan { get; init; }

    /// <summary>The values of one of this rank's shards, <see cref="ElementCount"/> of them, 64-byte aligned and pinned.</summary>
    /// <param name="position">Index into <see cref="ShardMap.ShardsOf"/> of this rank.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">This rank has no such shard.</exception>
    public Memory<float> Shard(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Map.ShardsOf(Group.Rank).Length);
        return slots[position];
    }
}
