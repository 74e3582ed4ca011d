using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Memory;

/// <summary>
/// Messages between ranks that share memory. Farewells stand on the board, so that rings which nobody needs are never made.
/// </summary>
internal sealed unsafe class BoardTransport : StreamTransport
{
    private readonly MemoryBoard board;
    private readonly BoardLink?[] links;

    internal BoardTransport(MemoryBoard board, int rank, long keptBytesLimit = KeptBytesLimit)
        : this(board, rank, LinksOf(board, rank), keptBytesLimit)
    {
    }

    private BoardTransport(MemoryBoard board, int rank, BoardLink?[] links, long keptBytesLimit)
        : base(rank, links, new BoardWaiter(board, rank, links), keptBytesLimit: keptBytesLimit)
    {
        this.board = board;
        this.links = links;
    }

    // Asked in this order: what a rank wrote before it departed is in its ring when its departure is seen.
    internal override bool HasLeft(int peer) => Volatile.Read(ref board.Slots[peer].Departed) != 0 && links[peer] is { IsEmpty: true };

    private protected override void SayFarewell() => board.Depart(Rank);

    private static BoardLink?[] LinksOf(MemoryBoard board, int rank)
    {
        var links = new BoardLink?[board.Size];
        for (var peer = 0; peer < links.Length; peer++)
            if (peer != rank) links[peer] = new BoardLink(board, rank, peer);
        return links;
    }
}
