using System.Diagnostics.CodeAnalysis;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Threads;

/// <summary>
/// A rank of a group whose ranks are threads of this process: they read, and for <see cref="ProcessGroup.SumShards"/> write, each other's
/// memory. Each collective is: publish, wait until all have arrived, compare headers, work, wait until all have finished.
/// </summary>
/// <remarks>
/// The memory that a rank publishes may be gone once the rank leaves the collective, also by an exception. So a rank says that it has
/// entered before it looks for a fault a last time, and one that gives up raises the fault before it looks who has entered, with full
/// fences in between: either the first sees the fault and touches nothing, or the second sees the first and waits until it has finished.
/// </remarks>
internal sealed unsafe partial class ThreadGroup(ThreadHub hub, int rank) : ProcessGroup(hub.Name, rank, hub.Size)
{
    private readonly RankWaiter waiter = new(hub, rank);
    private long operation;
    private CollectiveHeader current;
    private int busy;

    public override CancellationToken Faulted => hub.Faulted;

    public override void Abort(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        hub.TryRaise(new GroupFault(Rank, cause));
    }

    // After this all ranks are in the same operation and agree on it, and their publications may be used until Leave.
    private void Enter(in CollectiveHeader header, nint address = 0, long length = 0)
    {
        if (Interlocked.Exchange(ref busy, 1) != 0) Throw.ConcurrentUse(Name, Rank);
        current = header;
        operation++;
        waiter.Restart();
        if (hub.Fault is not null) Withdraw();
        ref var own = ref PublicationOf(Rank);
        own = new Publication { Header = header, Address = address, Length = length };
        Interlocked.Exchange(ref hub.Slots[Rank].Arrived, operation);
        hub.WakeSleepersFor(Rank);
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank) AwaitArrival(peer);
        Interlocked.Exchange(ref hub.Slots[Rank].Entered, operation);
        if (hub.Fault is not null) Withdraw();
        CompareHeaders();
    }

    private void Leave()
    {
        Interlocked.Exchange(ref hub.Slots[Rank].Finished, operation);
        hub.WakeSleepersFor(Rank);
        for (var peer = 0; peer < Size; peer++)
        {
            if (peer == Rank) continue;
            var outcome = waiter.UntilFinished(peer, operation);
            if (outcome == RankWaiter.Outcome.TimedOut) Fail(CollectiveTimeoutException.Of(Call(), [peer]));
            if (outcome == RankWaiter.Outcome.Interrupted) Withdraw();
        }

        Volatile.Write(ref busy, 0);
    }

    private void AwaitArrival(int peer)
    {
        switch (waiter.UntilArrived(peer, operation))
        {
            case RankWaiter.Outcome.TimedOut:
                Fail(CollectiveTimeoutException.Of(Call(), [.. Enumerable.Range(0, Size).Where(IsMissing)]));
                break;
            case RankWaiter.Outcome.Interrupted when hub.Fault is null:
                Fail(PeerLostException.Departed(Call(), peer));
                break;
            case RankWaiter.Outcome.Interrupted:
                // All may have arrived meanwhile: then Enter decides, for all ranks alike.
                if (Enumerable.Range(0, Size).Any(IsMissing)) Withdraw();
                break;
        }
    }

    private bool IsMissing(int peer) => Volatile.Read(ref hub.Slots[peer].Arrived) < operation;

    private void CompareHeaders()
    {
        ref var first = ref PublicationOf(0).Header;
        for (var peer = 1; peer < Size; peer++)
        {
            ref var other = ref PublicationOf(peer).Header;
            if (first != other) Fail(CollectiveMismatchException.Between(Call(), first, peer, other));
        }
    }

    // Faults the group with our own error, unless it is faulted already: then with what came first.
    [DoesNotReturn]
    private void Fail(Exception cause)
    {
        if (!hub.TryRaise(new GroupFault(Rank, cause))) Withdraw();
        Retire();
        throw cause;
    }

    [DoesNotReturn]
    private void Withdraw()
    {
        var seen = hub.Fault!.SeenFrom(Call());
        Retire();
        throw seen;
    }

    // The fault stands. From here on this rank touches nobody's memory, and it stays until nobody touches its own.
    private void Retire()
    {
        Interlocked.Exchange(ref hub.Slots[Rank].Withdrawn, 1);
        hub.WakeSleepersFor(Rank);
        waiter.Restart();
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank && Volatile.Read(ref hub.Slots[peer].Entered) == operation)
                waiter.UntilFinished(peer, operation);
        Volatile.Write(ref busy, 0);
    }

    private CollectiveCall Call() => new(Name, Rank, Size, operation, current, waiter.Elapsed);

    private ref Publication PublicationOf(int peer)
    {
        ref var slot = ref hub.Slots[peer];
        return ref (operation & 1) == 0 ? ref slot.Even : ref slot.Odd;
    }
}
