using System.Diagnostics;

namespace Tutti.Communication.Transports.Memory;

/// <summary>
/// How one rank waits for another: it spins, then (only if there are more ranks than cores) yields, then sleeps; never past the deadline.
/// The figures come from measurements of 2 and 4 ranks on 2 cores: spinning 2,000 pauses covers the usual difference between
/// ranks and costs a foreign process at most a tenth of a millisecond; with more ranks than cores spinning longer than 100 pauses costs
/// tenfold; a yield that comes back late has met a foreign busy process, and the next one would lose a time slice again. A spin that ends
/// in sleep was for nothing, as always happens while a busy machine runs both ranks on one core: the next is half as long, after one that
/// was not twice.
/// </summary>
internal sealed unsafe class RankWaiter(MemoryBoard board, int rank)
{
    private const int LeastSpinCount = 50;
    private static readonly long LateYieldTicks = Stopwatch.Frequency / 20_000;
    private int spinCount = board.SpinCount;
    private long since;

    internal enum Outcome
    {
        Reached,
        Interrupted,
        TimedOut,
    }

    /// <summary>How long the current operation has waited, without the spinning before the first sleep.</summary>
    internal TimeSpan Elapsed => since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since);

    /// <summary>How much longer than the board's timeout this rank waits: it may wait for one that waits for the culprit.</summary>
    internal TimeSpan Grace { get; set; }

    /// <summary>A new operation begins, and with it a new deadline.</summary>
    internal void Restart() => since = 0;

    /// <summary>Until the peer has entered the operation; interrupted by a fault or by the peer's withdrawal or end.</summary>
    internal Outcome UntilArrived(int peer, long operation) => Until(peer, operation, finished: false);

    /// <summary>
    /// Until the peer has finished the operation; interrupted by its withdrawal, and, between processes, by a fault or its end.
    /// </summary>
    internal Outcome UntilFinished(int peer, long operation) => Until(peer, operation, finished: true);

    private Outcome Until(int peer, long operation, bool finished)
    {
        for (var spin = 0; spin < spinCount; spin++)
        {
            if (IsReached(peer, operation, finished))
            {
                if (spin > 0) spinCount = Math.Min(board.SpinCount, 2 * spinCount);
                return Outcome.Reached;
            }

            if (IsInterrupted(peer, finished)) return Settle(peer, operation, finished);
            Thread.SpinWait(1);
        }

        if (since == 0) since = Stopwatch.GetTimestamp();
        for (var yield = 0; yield < board.YieldCount; yield++)
        {
            if (IsReached(peer, operation, finished)) return Outcome.Reached;
            var before = Stopwatch.GetTimestamp();
            Thread.Yield();
            if (Stopwatch.GetTimestamp() - before > LateYieldTicks) break;
        }

        spinCount = Math.Max(Math.Min(LeastSpinCount, board.SpinCount), spinCount / 2);
        return Sleep(peer, operation, finished);
    }

    private Outcome Sleep(int peer, long operation, bool finished)
    {
        // Full fence: either we see the peer's counter, or the peer sees that we sleep.
        Interlocked.Exchange(ref board.Slots[rank].SleepsFor, peer + 1);
        try
        {
            while (!IsReached(peer, operation, finished) && !IsInterrupted(peer, finished))
            {
                var remaining = board.Timeout + Grace - Elapsed;
                if (remaining <= TimeSpan.Zero) return Outcome.TimedOut;
                board.Sleep(rank, remaining);
            }
        }
        finally
        {
            Volatile.Write(ref board.Slots[rank].SleepsFor, 0);
        }

        return Settle(peer, operation, finished);
    }

    // What interrupts may have come after what was waited for.
    private Outcome Settle(int peer, long operation, bool finished) =>
        IsReached(peer, operation, finished) ? Outcome.Reached : Outcome.Interrupted;

    private bool IsReached(int peer, long operation, bool finished) =>
        Volatile.Read(ref finished ? ref board.Slots[peer].Finished : ref board.Slots[peer].Arrived) >= operation;

    private bool IsInterrupted(int peer, bool finished)
    {
        if (Volatile.Read(ref board.Slots[peer].Withdrawn) != 0) return true;
        // A thread that has not withdrawn may still touch our memory, whatever has happened. A process cannot, and may be dead.
        if (finished && board.IsInPlace) return false;
        return board.Faults.Current is not null || Volatile.Read(ref board.Slots[peer].Departed) != 0;
    }
}
