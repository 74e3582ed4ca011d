using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication;

/// <summary>
/// Ranks that communicate together. Every collective must be entered by all ranks in the same order; a rank uses its group from one thread
/// at a time. Ranks that disagree all throw <see cref="CollectiveMismatchException"/>; a rank that does not arrive within the timeout makes
/// all others throw <see cref="CollectiveTimeoutException"/>; a lost rank makes them throw <see cref="PeerLostException"/>; a cancelled job
/// makes them throw <see cref="OperationCanceledException"/>. Each of these faults the job for good: later calls fail at once with the
/// first cause, in every group of the job. In steady state blocking collectives allocate nothing but their results. Element types are
/// <c>Half</c>, <c>float</c>, <c>double</c> and the integers of 8 to 64 bits. A result may lie in the memory of its operand exactly, or not
/// overlap it. Algorithms, steps and bytes are in docs/ALGORITHMS.md.
/// </summary>
public abstract partial class ProcessGroup : IDisposable
{
    private bool isClosing;
    private bool isClosed;

    private protected ProcessGroup(string name, int rank, int size, FaultBoard faults)
    {
        Name = name;
        Rank = rank;
        Size = size;
        Faults = faults;
    }

    /// <summary>The group's name in messages.</summary>
    public string Name { get; }

    /// <summary>This rank's position in the group, 0 … <see cref="Size"/> − 1.</summary>
    public int Rank { get; }

    /// <summary>How many ranks the group has; at least 1.</summary>
    public int Size { get; }

    /// <summary>Cancelled as soon as the job faults.</summary>
    public CancellationToken Faulted => Faults.Faulted;

    internal FaultBoard Faults { get; }

    /// <summary>
    /// Faults the job because this rank cannot go on: every other rank's call throws <see cref="PeerLostException"/> naming this rank,
    /// now and later. May be called from any thread. Does nothing if the job has faulted before.
    /// </summary>
    /// <param name="cause">Why; the inner exception on the other ranks.</param>
    public void Abort(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Faults.Raise(new GroupFault(JobRank, cause));
    }

    /// <summary>
    /// Ends this rank's use of the group, after what is queued; the job's first group ends that of all others too. Not collective:
    /// others that still need this rank learn that it has left.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isClosing, true)) return;
        queue?.Dispose();
        DisposeDescendants();
        Volatile.Write(ref isClosed, true);
        port?.Dispose();
        DisposeCore();
        GC.SuppressFinalize(this);
    }

    private protected abstract void DisposeCore();

    private protected abstract void BarrierCore(in CollectiveHeader header);

    /// <summary>Copies what the routing says from ranks' sources into ranks' targets.</summary>
    private protected abstract void ExchangeCore(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing);

    /// <summary>
    /// Reduces all ranks' sources in the fixed tree over ranks. AllReduce: every target gets all of it; Reduce: the root's (header.Detail)
    /// does; ReduceScatter: the target of rank r gets the r-th of P equal parts.
    /// </summary>
    private protected abstract void CombineCore<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer)
        where T : unmanaged;

    private protected abstract ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap map, int elementCount);

    private protected abstract void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer, int start, int count);

    /// <summary>Sums elements [bounds[r], bounds[r + 1]) of all shards into the result of rank r.</summary>
    private protected abstract void ReduceShardsCore(in CollectiveHeader header, ShardBuffer buffer, int[] bounds);

    /// <summary>A group of the members, of which this rank is one; the ranks of other groups are in the same call with their own.</summary>
    private protected abstract ProcessGroup SplitCore(in CollectiveHeader header, string name, ReadOnlySpan<int> members);
}
