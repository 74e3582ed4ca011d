using Tutti.Communication.Collectives;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    /// <summary>
    /// Takes memory that <see cref="SumShards(ShardBuffer)"/> can reduce without a copy where ranks share memory:
    /// <paramref name="elementCount"/> zeros for each of this rank's shards, each 64-byte aligned. Collective; done once, before the steps.
    /// The memory lives as long as anything refers to it.
    /// </summary>
    /// <param name="map">Who owns which shard; the same on every rank (checked).</param>
    /// <param name="elementCount">Elements of each shard, 0 or more; the same on every rank (checked).</param>
    /// <returns>This rank's part.</returns>
    /// <exception cref="ArgumentException">The map is for another number of ranks.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementCount"/> is negative.</exception>
    public ShardBuffer AllocateShards(ShardMap map, int elementCount)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegative(elementCount);
        if (map.Size != Size) Throw.MapForAnotherSize(map.Size, Size);
        var header = new CollectiveHeader(CollectiveOperation.AllocateShards, ElementKind.Float, elementCount, map.ShardCount, map.Digest);
        using var call = Begin(header);
        return AllocateShardsCore(header, map, elementCount);
    }

    /// <summary>
    /// Sums all shards, element by element, in one binary tree over shard numbers that depends on the number of shards only: the sum of
    /// shards 0 … n − 1 is (the first k) + (the other n − k), with k the largest power of two below n. The result is the same bits for
    /// every number of ranks, every owner of every shard and every transport. Collective. Afterwards <see cref="ShardBuffer.Result"/> holds
    /// the sum on every rank; the contents of other shards are kept.
    /// </summary>
    /// <param name="buffer">From this group's <see cref="AllocateShards"/>; the ranks pass the parts of one allocation (checked).</param>
    /// <exception cref="ArgumentException">The buffer is another group's.</exception>
    public void SumShards(ShardBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        SumShards(buffer, 0, buffer.ElementCount);
    }

    /// <summary>
    /// Sums some of the elements of all shards: a bucket. Bits do not depend on how elements are divided into calls. Collective.
    /// </summary>
    /// <param name="buffer">From this group's <see cref="AllocateShards"/>; the ranks pass the parts of one allocation (checked).</param>
    /// <param name="start">The first element; the same on every rank (checked).</param>
    /// <param name="count">How many; the same on every rank (checked).</param>
    /// <exception cref="ArgumentException">The buffer is another group's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the shard.</exception>
    public void SumShards(ShardBuffer buffer, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!ReferenceEquals(buffer.Group, this)) Throw.BufferOfAnotherGroup(nameof(SumShards), buffer.Group.Name, Name);
        if (start < 0 || count < 0 || start > buffer.ElementCount - count)
            Throw.RangeOutsideShard(nameof(SumShards), start, count, buffer.ElementCount);
        var header = new CollectiveHeader(CollectiveOperation.SumShards, ElementKind.Float, count, buffer.Number, (ulong)start);
        using var call = Begin(header);
        SumShardsCore(header, buffer, start, count);
    }

    /// <summary>
    /// Sums some of the elements of all shards, in the tree of <see cref="SumShards(ShardBuffer)"/>, and leaves each part of the sum on one
    /// rank only: rank r gets elements bounds[r] … bounds[r + 1] − 1, with the same bits. Collective. Afterwards this rank's own part of
    /// <see cref="ShardBuffer.Result"/> holds the sum; what its other elements within the bounds hold is undefined.
    /// </summary>
    /// <param name="buffer">From this group's <see cref="AllocateShards"/>; the ranks pass the parts of one allocation (checked).</param>
    /// <param name="bounds">P + 1 elements, ascending; equal ones leave a rank without a part. The same on every rank (checked), and not
    /// changed before all have returned.</param>
    /// <exception cref="ArgumentException">The buffer is another group's, or the bounds are not P + 1 or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not within the shard.</exception>
    public void ReduceShards(ShardBuffer buffer, int[] bounds)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(bounds);
        if (!ReferenceEquals(buffer.Group, this)) Throw.BufferOfAnotherGroup(nameof(ReduceShards), buffer.Group.Name, Name);
        CheckLength(nameof(ReduceShards), nameof(bounds), bounds.Length, Size + 1);
        for (var rank = 0; rank < Size; rank++)
            if (bounds[rank] > bounds[rank + 1]) Throw.BoundsNotAscending(rank, bounds[rank], bounds[rank + 1]);
        var count = bounds[^1] - bounds[0];
        if (bounds[0] < 0 || bounds[^1] > buffer.ElementCount)
            Throw.RangeOutsideShard(nameof(ReduceShards), bounds[0], count, buffer.ElementCount);
        var header = new CollectiveHeader(
            CollectiveOperation.ReduceShards, ElementKind.Float, count, buffer.Number, CollectiveHeader.DigestOf(bounds));
        using var call = Begin(header);
        ReduceShardsCore(header, buffer, bounds);
    }
}
