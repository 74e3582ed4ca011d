using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Transports.Memory;

/// <summary>Two rings between two ranks that share memory; each is made when it is first written to.</summary>
internal sealed unsafe class BoardLink(MemoryBoard board, int rank, int peer) : Link
{
    private MemoryRing? outgoing;
    private MemoryRing? incoming;

    // A rank that ends says so on the board.
    internal override bool IsClosed => false;

    /// <summary>Whether nothing is there to be received. Any thread.</summary>
    internal bool IsEmpty => (incoming ??= board.FindRing(rank, peer)) is null or { HasBytes: false };

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        var sent = (outgoing ??= board.RingTo(rank, peer)).TrySend(bytes);
        if (sent > 0) WakePeer();
        return sent;
    }

    internal override int TryReceive(Span<byte> bytes)
    {
        if (IsEmpty) return 0;
        var received = incoming!.TryReceive(bytes);
        WakePeer();
        return received;
    }

    internal override bool IsReady(LinkInterest interest) =>
        ((interest & LinkInterest.Receive) != 0 && !IsEmpty) || ((interest & LinkInterest.Send) != 0 && outgoing is { HasRoom: true });

    internal override void CloseSending()
    {
    }

    // What is in the rings may still be read.
    public override void Dispose()
    {
    }

    // A full fence between the change of the ring and the look: either we see that the peer sleeps, or it sees the change before it does.
    private void WakePeer()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref board.Slots[peer].SleepsFor) == RankSlot.Messages) board.Wake(peer);
    }
}
