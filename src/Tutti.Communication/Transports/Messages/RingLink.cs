namespace Tutti.Communication.Transports.Messages;

/// <summary>A pair of rings between two threads.</summary>
internal sealed class RingLink(RingMesh mesh, int rank, int peer) : Link
{
    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        var ring = mesh.Get(rank, peer);
        if (ring.IsClosed) throw new IOException("The ring is closed.");
        var sent = ring.TryWrite(bytes);
        if (sent > 0) mesh.WakeIfAsleep(peer);
        return sent;
    }

    internal override int TryReceive(Span<byte> bytes)
    {
        if (mesh.Find(peer, rank) is not { IsEmpty: false } ring) return 0;
        var received = ring.TryRead(bytes);
        mesh.WakeIfAsleep(peer);
        return received;
    }

    // The writer closes after its last byte: whoever sees it closed and then empty has had everything.
    internal override bool IsClosed => mesh.Find(peer, rank) is { IsClosed: true, IsEmpty: true };

    internal override bool IsReady(LinkInterest interest) =>
        ((interest & LinkInterest.Receive) != 0 && mesh.Find(peer, rank) is { IsEmpty: false }) ||
        ((interest & LinkInterest.Send) != 0 && !mesh.Get(rank, peer).IsFull);

    internal override void CloseSending()
    {
        mesh.Get(rank, peer).Close();
        mesh.WakeIfAsleep(peer);
    }

    public override void Dispose() => CloseSending();
}
