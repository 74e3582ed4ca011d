using Tutti.Communication.Collectives;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    private CollectiveQueue? queue;

    /// <summary>
    /// Queues a collective: it runs after those queued before it, on a thread of the group, while the caller goes on. All ranks must issue
    /// the same collectives in the same order, whether blocking or queued; a blocking one waits for those queued before it. A queued
    /// collective that fails, for whatever reason, faults the job: the others could not know that this rank has left it out.
    /// </summary>
    /// <param name="collective">Calls blocking collectives of the group it is given. Memory that it uses must stay untouched until the
    /// task has ended.</param>
    /// <param name="cancellation">Cancels the job, as a collective that only some ranks run cannot be taken back.</param>
    /// <returns>A task that ends with the collective, or fails with what it throws.</returns>
    public Task RunAsync(Action<ProcessGroup> collective, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(collective);
        return Queue().Enqueue(() => { collective(this); return true; }, cancellation);
    }

    /// <summary>Queues <see cref="AllReduce{T}(Span{T}, Reduction?, ReductionOrder)"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">This rank's values, overwritten by the result; untouched by the caller until the task has ended.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <param name="order">Whether the result must not depend on the layout. Default: it must not.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when <paramref name="values"/> holds the result.</returns>
    public Task AllReduceAsync<T>(
        Memory<T> values, Reduction? reduction = null, ReductionOrder order = ReductionOrder.FixedTree, CancellationToken cancellation = default)
        where T : unmanaged =>
        RunAsync(group => group.AllReduce(values.Span, reduction, order), cancellation);

    /// <summary>Queues <see cref="Broadcast{T}"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">On the root what is sent, elsewhere what is overwritten; untouched by the caller until the task has
    /// ended.</param>
    /// <param name="root">The rank whose values count.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when <paramref name="values"/> holds the root's.</returns>
    public Task BroadcastAsync<T>(Memory<T> values, int root = 0, CancellationToken cancellation = default) where T : unmanaged =>
        RunAsync(group => group.Broadcast(values.Span, root), cancellation);

    /// <summary>Queues <see cref="AllGather{T}(ReadOnlySpan{T})"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="contribution">This rank's values; untouched by the caller until the task has ended.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>All ranks' values in rank order.</returns>
    public Task<T[]> AllGatherAsync<T>(ReadOnlyMemory<T> contribution, CancellationToken cancellation = default) where T : unmanaged =>
        Queue().Enqueue(() => AllGather(contribution.Span), cancellation);

    /// <summary>Queues <see cref="ReduceScatter{T}"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">P·N values; untouched by the caller until the task has ended.</param>
    /// <param name="result">Gets N elements.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when <paramref name="result"/> holds this rank's part.</returns>
    public Task ReduceScatterAsync<T>(
        ReadOnlyMemory<T> values, Memory<T> result, Reduction? reduction = null, CancellationToken cancellation = default) where T : unmanaged =>
        RunAsync(group => group.ReduceScatter(values.Span, result.Span, reduction), cancellation);

    /// <summary>Queues <see cref="SumShards(ShardBuffer, int, int)"/>.</summary>
    /// <param name="buffer">From <see cref="AllocateShards"/>.</param>
    /// <param name="start">The first element.</param>
    /// <param name="count">How many; untouched by the caller until the task has ended.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when the sum is there on every rank.</returns>
    public Task SumShardsAsync(ShardBuffer buffer, int start, int count, CancellationToken cancellation = default) =>
        RunAsync(group => group.SumShards(buffer, start, count), cancellation);

    /// <summary>Queues <see cref="Barrier"/>.</summary>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when every rank has come to it.</returns>
    public Task BarrierAsync(CancellationToken cancellation = default) => RunAsync(group => group.Barrier(), cancellation);

    /// <summary>
    /// Returns when every queued collective has ended, well or not; the next blocking one throws what has gone wrong. Not collective. Each
    /// collective has its deadline, so waiting for them has one too. Blocking collectives wait by themselves: this is for memory that queued ones use.
    /// </summary>
    public void AwaitQueued()
    {
        if (queue is { IsOwnThread: false } waiting) waiting.AwaitEmpty();
    }

    private CollectiveQueue Queue()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref isClosing), this);
        return queue ??= new CollectiveQueue(this);
    }
}
