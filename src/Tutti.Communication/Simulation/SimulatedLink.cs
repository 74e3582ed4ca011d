using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>One rank's end of its connection to another.</summary>
internal sealed class SimulatedLink(SimulatedMesh mesh, int rank, int peer) : Link
{
    private readonly SimulatedStream outgoing = mesh.StreamOf(rank, peer);
    private readonly SimulatedStream incoming = mesh.StreamOf(peer, rank);
    private bool isDisposed;

    internal override bool IsClosed => incoming.HasEnded;

    // A dead rank's code may say what it wants on its way out, and hears nothing.
    private bool IsDead => mesh.IsDead(rank);

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (IsDead) return bytes.Length;
        CheckReset();
        return outgoing.TrySend(bytes);
    }

    internal override int TryReceive(Span<byte> bytes)
    {
        if (IsDead) return 0;
        CheckReset();
        return incoming.TryReceive(bytes);
    }

    internal override bool IsReady(LinkInterest interest) =>
        mesh.IsReset(rank, peer) ||
        ((interest & LinkInterest.Receive) != 0 && (incoming.HasBytes || incoming.HasEnded)) ||
        ((interest & LinkInterest.Send) != 0 && outgoing.FreeBytes > 0);

    internal override void CloseSending()
    {
        if (!IsDead) outgoing.Close();
    }

    public override void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (IsDead) return;
        outgoing.Close();
        incoming.Abandon();
    }

    private void CheckReset()
    {
        if (mesh.IsReset(rank, peer)) throw new IOException("The connection was reset.");
    }
}
