using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>The connections between all ranks of one generation.</summary>
internal sealed class SimulatedMesh
{
    private readonly int[] places;
    private readonly SimulatedStream[] streams;
    private readonly SimulatedLink?[] links;
    private readonly SimulatedWaiter?[] waiters;
    private readonly bool[] isReset;

    /// <param name="network">What they are made of.</param>
    /// <param name="places">Where each rank is.</param>
    internal SimulatedMesh(SimulatedNetwork network, int[] places)
    {
        (Network, this.places) = (network, places);
        streams = new SimulatedStream[Size * Size];
        links = new SimulatedLink?[Size * Size];
        waiters = new SimulatedWaiter?[Size];
        isReset = new bool[Size * Size];
        for (var index = 0; index < streams.Length; index++) streams[index] = new SimulatedStream(this, index / Size, index % Size);
    }

    internal SimulatedNetwork Network { get; }

    private int Size => places.Length;

    internal SimulatedStream StreamOf(int from, int to) => streams[from * Size + to];

    internal SimulatedChannel Channel(int from, int to) => Network.Channel(places[from], places[to]);

    /// <summary>The transport of one rank, whose thread that is.</summary>
    internal StreamTransport Open(int rank, uint generation, SimulatedThread thread)
    {
        var own = new Link?[Size];
        for (var peer = 0; peer < Size; peer++)
            if (peer != rank) own[peer] = links[rank * Size + peer] = new SimulatedLink(this, rank, peer);
        waiters[rank] = new SimulatedWaiter(this, rank, thread);
        return new StreamTransport(rank, own, waiters[rank]!, generation, time: Network.Schedule.Clock);
    }

    internal bool IsReady(int rank, Func<int, LinkInterest> interests)
    {
        for (var peer = 0; peer < Size; peer++)
            if (links[rank * Size + peer]?.IsReady(interests(peer)) == true) return true;
        return false;
    }

    internal void Notify(int rank, int peer, LinkInterest kind) => waiters[rank]?.Notify(peer, kind);

    internal bool IsDead(int rank) => Network.IsDead(places[rank]);

    /// <summary>Whether a rank's end of its connection has been reset.</summary>
    internal bool IsReset(int rank, int peer) => isReset[rank * Size + peer];

    /// <summary>A rank's end says that the connection is over; what is under way to the other end is lost.</summary>
    internal void Reset(int rank, int peer) => Network.Schedule.After(Network.Delay(), "reset", places[rank], places[peer], () =>
    {
        if (Network.IsCut(places[rank], places[peer])) return;
        isReset[peer * Size + rank] = true;
        Notify(peer, rank, LinkInterest.None);
    });

    internal void Kill(int place, CrashKind kind)
    {
        var rank = Array.IndexOf(places, place);
        for (var peer = 0; rank >= 0 && peer < Size; peer++)
        {
            if (peer == rank) continue;
            if (kind == CrashKind.Silent) StreamOf(peer, rank).Silence();
            if (kind == CrashKind.Resets) Reset(rank, peer);
            if (kind != CrashKind.Closes) continue;
            StreamOf(rank, peer).Close();
            StreamOf(peer, rank).Abandon();
        }
    }
}
