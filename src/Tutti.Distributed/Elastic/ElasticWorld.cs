using Tutti.Communication;

namespace Tutti.Distributed.Elastic;

/// <summary>
/// A world that outlives the loss of workers: it holds the one of the current generation, and replaces it when the survivors gather again.
/// Used by the worker that owns it.
/// </summary>
public sealed class ElasticWorld : IAsyncDisposable
{
    private readonly Func<World, CancellationToken, World> rejoin;
    private readonly Action<World>? meet;
    private readonly CancellationToken stop;

    /// <summary>Takes over a world that was joined.</summary>
    /// <param name="first">The world; disposed with this object, and replaced when workers are lost.</param>
    /// <param name="meet">
    /// What every rank does first in a later generation, on the thread that trains, such as comparing inputs: survivors here, newcomers
    /// where they start. May run collectives, the same on all. Default null: nothing.
    /// </param>
    /// <param name="stop">Ends waiting for the other survivors.</param>
    public ElasticWorld(World first, Action<World>? meet = null, CancellationToken stop = default)
        : this(first, static (former, stop) => former.RejoinAsync(stop).GetAwaiter().GetResult(), meet, stop)
    {
    }

    // Tests have memberships of their own.
    internal ElasticWorld(World first, Func<World, CancellationToken, World> rejoin, Action<World>? meet, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(first);
        (Current, this.rejoin, this.meet, this.stop) = (first, rejoin, meet, stop);
    }

    /// <summary>The world of the current generation.</summary>
    public World Current { get; private set; }

    /// <summary>
    /// After a fault: gathers the survivors, and workers that were started anew. Every survivor calls it; ranks are dealt anew, in the order
    /// of the old ones. Waits for survivors and expected newcomers, at most a minute.
    /// </summary>
    /// <exception cref="InvalidOperationException">The job has no fault, or its workers are not processes that can be missed.</exception>
    /// <exception cref="RendezvousException">Too few survived, or this worker is not wanted any more.</exception>
    /// <exception cref="OperationCanceledException">This worker was asked to stop.</exception>
    internal void Rejoin()
    {
        var timeline = Current.Group.Timeline;
        Current = rejoin(Current, stop);
        Current.Group.Timeline = timeline;
        meet?.Invoke(Current);
    }

    /// <summary>Ends this worker's part in good order, as <see cref="World.DisposeAsync"/> does.</summary>
    /// <returns>A task that ends when the others know.</returns>
    public ValueTask DisposeAsync() => Current.DisposeAsync();
}
