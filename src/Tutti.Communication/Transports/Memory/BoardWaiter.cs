using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Memory;

/// <summary>Sleeps on the board until a peer has written to a ring, or made room.</summary>
internal sealed unsafe class BoardWaiter(MemoryBoard board, int rank, Link?[] links) : LinkWaiter
{
    internal override (int Spins, int Yields) Patience => (board.SpinCount, board.YieldCount);

    internal override void Sleep(TimeSpan limit, Func<int, LinkInterest> interests)
    {
        Interlocked.Exchange(ref board.Slots[rank].SleepsFor, RankSlot.Messages);
        if (!IsAnyReady(interests)) board.Sleep(rank, limit);
        Volatile.Write(ref board.Slots[rank].SleepsFor, 0);
    }

    internal override void Wake() => board.Wake(rank);

    public override void Dispose()
    {
    }

    private bool IsAnyReady(Func<int, LinkInterest> interests)
    {
        for (var peer = 0; peer < links.Length; peer++)
            if (links[peer] is { } link && link.IsReady(interests(peer))) return true;
        return false;
    }
}
