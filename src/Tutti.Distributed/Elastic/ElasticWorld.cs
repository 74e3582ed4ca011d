using Tutti.Communication;

namespace Tutti.Distributed.Elastic;

/// <summary>
/// A world that outlives the coming and going of workers: it holds the one of the current generation, and replaces it when the workers gather
/// again. Used by the worker that owns it; <see cref="RequestLeave"/> may be called from any thread.
/// </summary>
public sealed class ElasticWorld : IAsyncDisposable
{
    // Who is to leave while the others do not come in this time ends its waiting for them.
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(1);

    private readonly Func<World, CancellationToken, World> rejoin;
    private readonly Action<World>? meet;
    private readonly CancellationToken stop;
    private readonly Lock gate = new();
    private CancellationTokenSource? gathering;
    private volatile bool wantsToLeave;

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
    /// How many workers must stay; 1 or more. Where fewer would be left, a wish to leave stops the training for all instead. The same on every
    /// rank. Default 1.
    /// </summary>
    public int MinWorkers { get; init; } = 1;

    /// <summary>Whether this worker has left the others, who go on, because <see cref="RequestLeave"/> asked it to.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether this worker was asked to leave.</summary>
    internal bool WantsToLeave => wantsToLeave;

    /// <summary>
    /// Asks this worker to leave the training when the step that is going on is complete: its <c>Fit</c> then returns, and the others go on
    /// without it. Thread-safe; a second call does nothing.
    /// </summary>
    /// <returns>False if this worker cannot leave, and was not asked: its process hosts the job's coordinator.</returns>
    public bool RequestLeave()
    {
        if (!Current.CanLeave) return false;
        lock (gate)
        {
            wantsToLeave = true;
            gathering?.CancelAfter(LongestGathering);
        }

        return true;
    }

    /// <summary>This worker leaves now: the others wait for nothing else.</summary>
    internal void Leave()
    {
        HasLeft = true;
        Current.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>
    /// After a generation's end: gathers those who stay, and newcomers. Every one that stays calls it; ranks are dealt anew, in the order
    /// of the old ones. Waits for the others and expected newcomers, at most a minute.
    /// </summary>
    /// <exception cref="InvalidOperationException">The job has no fault, or its workers are not processes that can be missed.</exception>
    /// <exception cref="RendezvousException">Too few survived, or this worker is not wanted any more.</exception>
    /// <exception cref="OperationCanceledException">This worker was asked to stop, or to leave and the others do not come.</exception>
    internal void Rejoin()
    {
        var timeline = Current.Group.Timeline;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (gate) gathering = waiting;
        try
        {
            Current = rejoin(Current, waiting.Token);
        }
        finally
        {
            lock (gate) gathering = null;
        }

        Current.Group.Timeline = timeline;
        meet?.Invoke(Current);
    }

    /// <summary>Ends this worker's part in good order, as <see cref="World.DisposeAsync"/> does.</summary>
    /// <returns>A task that ends when the others know.</returns>
    public ValueTask DisposeAsync() => Current.DisposeAsync();
}
