using Tutti.Communication.Collectives;

namespace Tutti.Communication;

/// <summary>
/// Ranks that communicate together. Every collective must be entered by all ranks in the same order; a rank uses its group from one thread
/// at a time. Ranks that disagree all throw <see cref="CollectiveMismatchException"/>; a rank that does not arrive within the timeout makes all
/// others throw <see cref="CollectiveTimeoutException"/>; a lost rank makes them throw <see cref="PeerLostException"/>; a cancelled job makes
/// them throw <see cref="OperationCanceledException"/>. Each of these faults the group for good: later calls fail at once with the first
/// cause. In steady state collectives allocate nothing but their results. Algorithms, steps and bytes are in docs/ALGORITHMS.md.
/// </summary>
public abstract class ProcessGroup
{
    private protected ProcessGroup(string name, int rank, int size)
    {
        Name = name;
        Rank = rank;
        Size = size;
    }

    /// <summary>The group's name in messages.</summary>
    public string Name { get; }

    /// <summary>This rank's position in the group, 0 … <see cref="Size"/> − 1.</summary>
    public int Rank { get; }

    /// <summary>How many ranks the group has; at least 1.</summary>
    public int Size { get; }

    /// <summary>Cancelled as soon as the group faults.</summary>
    public abstract CancellationToken Faulted { get; }

    /// <summary>Returns when every rank has called it. Collective.</summary>
    public void Barrier() => BarrierCore(new CollectiveHeader(CollectiveOperation.Barrier));

    /// <summary>
    /// Gives every rank the root's values. Collective; a rank reads N elements, P − 1 ranks at once. Nothing moves in a group of one.
    /// </summary>
    /// <typeparam name="T"><c>float</c>, <c>double</c>, <c>int</c>, <c>long</c> or <c>byte</c>.</typeparam>
    /// <param name="values">On the root what is sent, elsewhere what is overwritten; equally long on every rank.</param>
    /// <param name="root">The rank whose values count; the same on every rank.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void Broadcast<T>(Span<T> values, int root = 0) where T : unmanaged
    {
        if ((uint)root >= (uint)Size) Throw.RootOutOfRange(root, Size);
        BroadcastCore(new CollectiveHeader(CollectiveOperation.Broadcast, ElementKinds.Of<T>(), values.Length, root), values, root);
    }

    /// <summary>
    /// Joins what every rank contributes, in rank order; contributions may differ in length and be empty. Collective; a rank reads the sum of
    /// all lengths.
    /// </summary>
    /// <typeparam name="T"><c>float</c>, <c>double</c>, <c>int</c>, <c>long</c> or <c>byte</c>.</typeparam>
    /// <param name="contribution">This rank's values; copied.</param>
    /// <returns>A new array with rank 0's values, then rank 1's, and so on; the same on every rank.</returns>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public T[] AllGather<T>(ReadOnlySpan<T> contribution) where T : unmanaged =>
        AllGatherCore(new CollectiveHeader(CollectiveOperation.AllGather, ElementKinds.Of<T>()), contribution);

    /// <summary>
    /// Takes memory that <see cref="SumShards"/> can reduce without a copy: <paramref name="elementCount"/> zeros for each of this rank's
    /// shards, each 64-byte aligned. Collective; done once, before the steps. The memory lives as long as anything refers to it.
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
        return AllocateShardsCore(
            new CollectiveHeader(CollectiveOperation.AllocateShards, ElementKind.Float, elementCount, map.ShardCount, map.Digest), map, elementCount);
    }

    /// <summary>
    /// Sums all shards, element by element, in one binary tree over shard numbers that depends on the number of shards only: the sum of
    /// shards 0 … n − 1 is (the first k) + (the other n − k), with k the largest power of two below n. The result is the same bits for
    /// every number of ranks and every owner of every shard. Collective; a rank reads S·N/P elements and writes N (its P-th of every
    /// rank's result). Afterwards <see cref="ShardBuffer.Result"/> holds the sum on every rank; the contents of other shards are kept.
    /// </summary>
    /// <param name="buffer">From this group's <see cref="AllocateShards"/>; the ranks pass the parts of one allocation (checked).</param>
    /// <exception cref="ArgumentException">The buffer is another group's.</exception>
    public void SumShards(ShardBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!ReferenceEquals(buffer.Group, this)) Throw.BufferOfAnotherGroup(buffer.Group.Name, Name);
        SumShardsCore(new CollectiveHeader(CollectiveOperation.SumShards, ElementKind.Float, buffer.ElementCount, buffer.Number), buffer);
    }

    /// <summary>
    /// Faults the group because this rank cannot go on: every other rank's call throws <see cref="PeerLostException"/> naming this rank,
    /// now and later. May be called from any thread. Does nothing if the group has faulted before.
    /// </summary>
    /// <param name="cause">Why; the inner exception on the other ranks.</param>
    public abstract void Abort(Exception cause);

    private protected abstract void BarrierCore(in CollectiveHeader header);

    private protected abstract void BroadcastCore<T>(in CollectiveHeader header, Span<T> values, int root) where T : unmanaged;

    private protected abstract T[] AllGatherCore<T>(in CollectiveHeader header, ReadOnlySpan<T> contribution) where T : unmanaged;

    private protected abstract ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap map, int elementCount);

    private protected abstract void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer);
}
