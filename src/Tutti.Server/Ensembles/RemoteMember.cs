using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Ensembles;

/// <summary>A node that dials in, as the driver sees it: the same object for as long as the hub lives, however often the node goes and
/// comes.</summary>
internal sealed class RemoteMember(NodeFacts facts, int maxChunkBytes, Action<RemoteMember> removed) : IEnsembleNode
{
    private readonly Lock gate = new();
    private NodeFacts latest = facts;
    private Seat? seat;
    private string absence = "it has not joined yet";
    private volatile bool isTaken;
    private long works;

    /// <inheritdoc/>
    public NodeFacts Facts => Volatile.Read(ref latest);

    /// <summary>Whether the driver has it; who waits for nodes waits for that.</summary>
    internal bool IsTaken
    {
        get => isTaken;
        set => isTaken = value;
    }

    internal Seat? Seat
    {
        get
        {
            lock (gate) return seat;
        }
    }

    /// <inheritdoc/>
    public async Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        cancellation.ThrowIfCancellationRequested();
        if (chunk.SampleShape != Facts.SampleShape)
            throw new NodeException($"Node '{Facts.Name}' knows other samples. Got shape {chunk.SampleShape}. Expected " +
                $"{Facts.SampleShape}.");
        var body = ChunkBody.Write(chunk);
        if (body.Length > maxChunkBytes)
            throw new NodeException(
                $"Node '{Facts.Name}' takes no such chunk. Got {body.Length} bytes. Expected at most the hub's MaxChunkBytes, " +
                    $"{maxChunkBytes}.");
        var work = new PendingWork(Interlocked.Increment(ref works), chunk, body);
        var (current, why) = Present();
        if (current is null || !current.TryOffer(work)) throw new NodeException(Absent(current?.End ?? why));
        try
        {
            return await work.Answer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            current.Withdraw(work);
        }
    }

    /// <summary>The node is no member any more: it is told so, and may join anew.</summary>
    public ValueTask DisposeAsync()
    {
        Leave(Seat, "the driver dismissed it");
        removed(this);
        return ValueTask.CompletedTask;
    }

    internal void Sit(Seat next, NodeFacts facts)
    {
        Seat? previous;
        lock (gate)
        {
            (previous, seat) = (seat, next);
            Volatile.Write(ref latest, facts);
        }
        previous?.Close("it came back", Absent("it came back meanwhile"));
    }

    /// <returns>False: it had left this seat already.</returns>
    internal bool Leave(Seat? left, string reason)
    {
        if (left is null) return false;
        lock (gate)
        {
            if (seat == left) (seat, absence) = (null, reason);
        }
        return left.Close(reason, Absent(reason));
    }

    private (Seat?, string) Present()
    {
        lock (gate) return (seat, absence);
    }

    private string Absent(string reason) => $"Node '{Facts.Name}' is not there: {reason}.";
}
