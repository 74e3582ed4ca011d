namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Sleeps until another thread writes to a ring, or makes room. How long a rank spins before comes from the measurements of <see cref="Memory.RankWaiter"/>.
/// </summary>
internal sealed class RingWaiter(RingMesh mesh, int rank, Link?[] links) : LinkWaiter
{
    private Func<int, LinkInterest>? interests;
    private Func<bool>? isReady;

    internal override (int Spins, int Yields) Patience => mesh.IsCrowded ? (50, 20) : (2000, 0);

    internal override void Sleep(TimeSpan limit, Func<int, LinkInterest> interests)
    {
        this.interests = interests;
        mesh.Sleep(rank, limit, isReady ??= IsReady);
    }

    internal override void Wake() => mesh.Wake(rank);

    public override void Dispose()
    {
    }

    private bool IsReady()
    {
        for (var peer = 0; peer < links.Length; peer++)
            if (links[peer] is { } link && link.IsReady(interests!(peer))) return true;
        return false;
    }
}
