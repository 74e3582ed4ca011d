using Tutti.Communication.Faults;

namespace Tutti.Communication.Membership;

/// <summary>
/// The fault of one generation of a job of processes: the coordinator decides which of several candidates stands. A process that cannot ask
/// it in time goes by its own.
/// </summary>
internal class JobFaultBoard : FaultBoard
{
    private static readonly TimeSpan VerdictTimeout = TimeSpan.FromSeconds(2);

    private readonly Func<FaultReport, bool> send;
    private readonly ManualResetEventSlim decided = new();
    private GroupFault? own;

    /// <param name="rank">This process's rank in the generation.</param>
    /// <param name="send">
    /// Tells the coordinator; false if it cannot be told. True, too, if its verdict is in this process already, on the way to the board:
    /// others close their links at theirs, which must not become a cause of its own here.
    /// </param>
    internal JobFaultBoard(int rank, Func<FaultReport, bool> send)
    {
        Rank = rank;
        this.send = send;
        Raised += decided.Set;
    }

    internal int Rank { get; }

    internal override GroupFault Raise(GroupFault candidate)
    {
        if (Current is { } standing) return standing;
        // Of several threads that fail at once the first speaks for the process; all wait for the same verdict.
        var isFirst = Interlocked.CompareExchange(ref own, candidate, null) is null;
        if (isFirst && !send(FaultReport.Of(candidate))) return Set(candidate);
        AwaitVerdict(VerdictTimeout);
        return Current ?? Set(candidate);
    }

    /// <summary>Until there is a verdict, at most so long.</summary>
    private protected virtual void AwaitVerdict(TimeSpan timeout) => decided.Wait(timeout);

    /// <summary>The verdict came. If it is our own candidate, the exception stands as it was thrown.</summary>
    internal void Accept(VerdictMessage verdict) =>
        Set(verdict.Reporter == Rank && Volatile.Read(ref own) is { } ours ? ours : verdict.Report.ToFault());
}
