using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>How a simulated rank waits: it lets the others run, and time pass.</summary>
internal sealed class SimulatedWaiter(SimulatedMesh mesh, int rank, SimulatedThread thread) : LinkWaiter
{
    // So that a rank that looks again and again without need does not stop the clock.
    private static readonly TimeSpan Look = TimeSpan.FromMicroseconds(5);

    private Func<int, LinkInterest>? interests;

    // Looking again shows nothing new: nothing happens while this rank runs.
    internal override (int Spins, int Yields) Patience => (0, 0);

    internal override void Sleep(TimeSpan limit, Func<int, LinkInterest> ofPeer)
    {
        if (mesh.IsReady(rank, ofPeer))
        {
            mesh.Network.Schedule.Work(thread, Look);
            return;
        }

        interests = ofPeer;
        try
        {
            mesh.Network.Schedule.Sleep(thread, limit);
        }
        finally
        {
            interests = null;
        }
    }

    /// <summary>Something has happened on the link to a peer.</summary>
    internal void Notify(int peer, LinkInterest kind)
    {
        if (interests is not null && (kind == LinkInterest.None || (interests(peer) & kind) != 0)) mesh.Network.Schedule.Wake(thread);
    }

    internal override void Wake() => mesh.Network.Schedule.Wake(thread);

    public override void Dispose()
    {
    }
}
