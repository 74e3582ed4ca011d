namespace Tutti.Communication.Transports.Messages;

/// <summary>Messages between threads of this process, which see in the mesh that a peer has left; so rings that nobody needs are never made.</summary>
internal sealed class RingTransport(RingMesh mesh, int rank, Link?[] links, long keptBytesLimit)
    : StreamTransport(rank, links, new RingWaiter(mesh, rank, links), keptBytesLimit: keptBytesLimit)
{
    internal override bool HasLeft(int peer) => mesh.HasLeft(peer, Rank);

    private protected override void SayFarewell() => mesh.Leave(Rank);
}
