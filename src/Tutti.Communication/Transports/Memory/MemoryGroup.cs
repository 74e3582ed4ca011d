using System.Diagnostics.CodeAnalysis;
using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Memory;

/// <summary>
/// A rank of a group whose ranks can address common memory: threads of a process, or processes of a machine. Each phase of a collective is:
/// publish, wait until all have arrived, compare headers, work, and, where memory is used again that others may still touch, wait until all
/// have finished.
/// </summary>
/// <remarks>
/// The memory that a thread publishes may be gone once it leaves the collective, also by an exception. So a rank says that it has
/// entered before it looks for a fault a last time, and one that gives up raises the fault before it looks who has entered, with full
/// fences in between: either the first sees the fault and touches nothing, or the second sees the first and waits until it has finished.
/// </remarks>
internal sealed unsafe partial class MemoryGroup : ProcessGroup
{
    private readonly MemoryBoard board;
    private readonly RankWaiter waiter;
    private readonly nint[] addresses;
    private readonly byte[] scratch;
    private long phase;

    internal MemoryGroup(MemoryBoard board, int rank) : base(board.Name, rank, board.Size, board.Faults)
    {
        this.board = board;
        waiter = new RankWaiter(board, rank);
        addresses = GC.AllocateArray<nint>(board.Size + Math.Max(2, board.Size), pinned: true); // sources, targets
        scratch = GC.AllocateArray<byte>(FixedTree.ScratchBytes(board.Size) + FixedTree.LineBytes, pinned: true);
    }

    internal MemoryBoard Board => board;

    /// <summary>How much longer than its timeout the group waits: for a rank that itself waits for others elsewhere.</summary>
    internal TimeSpan Grace { set => waiter.Grace = value; }

    private protected override TimeSpan Waited => waiter.Elapsed;

    private protected override void DisposeCore()
    {
        board.Depart(Rank);
        board.Dispose();
    }

    internal override MessagePort OpenPort()
    {
        var engine = new MessageEngine(new BoardTransport(board, Rank), Faults, board.Timeout);
        return new MessagePort(engine, engine.Open(0, Rank, [.. Enumerable.Range(0, Size)]), ownsEngine: true);
    }

    // After this all ranks are in the same phase and agree on it, and their publications may be used until Leave.
    private void Enter(in CollectiveHeader header, nint source = 0, nint target = 0)
    {
        phase++;
        waiter.Restart();
        if (Faults.Current is not null) Withdraw();
        ref var own = ref PublicationOf(Rank);
        own = new Publication { Header = header, Number = OperationNumber, Source = source, Target = target };
        DigestOf(Rank) = own.Digest;
        Interlocked.Exchange(ref board.Slots[Rank].Arrived, phase);
        board.WakeSleepersFor(Rank);
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank) AwaitArrival(peer);
        // Between processes an operation to which all have come ends well: nothing is touched that could be gone.
        if (board.IsInPlace)
        {
            Interlocked.Exchange(ref board.Slots[Rank].Entered, phase);
            if (Faults.Current is not null) Withdraw();
        }

        for (var peer = 0; peer < Size; peer++)
            if (DigestOf(peer) != DigestOf(0)) CompareHeaders();
    }

    private void Leave()
    {
        Interlocked.Exchange(ref board.Slots[Rank].Finished, phase);
        board.WakeSleepersFor(Rank);
        // Who came late has the whole timeout for its work, too.
        waiter.Restart();
        for (var peer = 0; peer < Size; peer++)
        {
            if (peer == Rank) continue;
            var outcome = waiter.UntilFinished(peer, phase);
            if (outcome == RankWaiter.Outcome.TimedOut) Fail(CollectiveTimeoutException.Of(Call(), [Told(peer)]));
            if (outcome == RankWaiter.Outcome.Interrupted) WithdrawFrom(peer);
        }
    }

    private void AwaitArrival(int peer)
    {
        switch (waiter.UntilArrived(peer, phase))
        {
            case RankWaiter.Outcome.TimedOut:
                // All may have arrived in the meantime: then nobody is late.
                int[] missing = [.. Enumerable.Range(0, Size).Where(IsMissing)];
                if (missing.Length > 0) Fail(CollectiveTimeoutException.Of(Call(), Array.ConvertAll(missing, Told)));
                break;
            case RankWaiter.Outcome.Interrupted when Faults.Current is null:
                WithdrawFrom(peer);
                break;
            case RankWaiter.Outcome.Interrupted:
                // All may have arrived meanwhile: then Enter decides, for all ranks alike.
                if (Enumerable.Range(0, Size).Any(IsMissing)) Withdraw();
                break;
        }
    }

    private bool IsMissing(int peer) => Volatile.Read(ref board.Slots[peer].Arrived) < phase;

    private void CompareHeaders()
    {
        ref var first = ref PublicationOf(0);
        for (var peer = 1; peer < Size; peer++)
        {
            ref var other = ref PublicationOf(peer);
            if (first.Header != other.Header || first.Number != other.Number)
                Fail(CollectiveMismatchException.Between(Call(), Told(0), first.Header, Told(peer), other.Header));
        }
    }

    // Faults the job with our own error, unless it is faulted already: then with what came first.
    [DoesNotReturn]
    private void Fail(Exception cause)
    {
        var candidate = new GroupFault(JobRank, cause);
        if (!ReferenceEquals(Faults.Raise(candidate), candidate)) Withdraw();
        Retire();
        throw cause;
    }

    // A peer has given up or left. Between processes we may see that before we hear of the fault; whoever arbitrates then has it first.
    [DoesNotReturn]
    private void WithdrawFrom(int peer)
    {
        if (Faults.Current is not null) Withdraw();
        var isWithdrawn = Volatile.Read(ref board.Slots[peer].Withdrawn) != 0;
        var (call, jobRank) = (Call(), JobRankOf(peer));
        Fail(isWithdrawn ? PeerLostException.Withdrawn(call, jobRank) : PeerLostException.Departed(call, jobRank));
    }

    [DoesNotReturn]
    private void Withdraw()
    {
        var seen = Faults.Current!.SeenFrom(Call());
        Retire();
        throw seen;
    }

    // The fault stands. From here on this rank touches nobody's memory, and a thread stays until nobody touches its own; what processes
    // touch is mapped for as long as anything refers to it.
    private void Retire()
    {
        Interlocked.Exchange(ref board.Slots[Rank].Withdrawn, 1);
        board.WakeSleepersFor(Rank);
        if (!board.IsInPlace) return;
        waiter.Restart();
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank && Volatile.Read(ref board.Slots[peer].Entered) == phase)
                waiter.UntilFinished(peer, phase);
    }

    private ref ulong DigestOf(int peer)
    {
        ref var slot = ref board.Slots[peer];
        return ref (phase & 1) == 0 ? ref slot.EvenDigest : ref slot.OddDigest;
    }

    private ref Publication PublicationOf(int peer)
    {
        ref var slot = ref board.Slots[peer];
        return ref (phase & 1) == 0 ? ref slot.Even : ref slot.Odd;
    }
}
