using System.Diagnostics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Membership;
using Tutti.Communication.Tracing;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    private long operation;
    private CollectiveHeader current;
    private int busy;

    /// <summary>Where collectives are noted; null (the default): nowhere. Set it between collectives.</summary>
    public Timeline? Timeline { get; set; }

    /// <summary>
    /// What this rank has sent since its job began, in all groups of the job, by collectives and point to point (docs/ALGORITHMS.md has what to
    /// expect). Null where ranks share memory, since nothing is sent there. Not counted: what a rank that waits tells others of that, and what
    /// an MPI library sends by itself. Thread-safe; not collective.
    /// </summary>
    public virtual SentMessages? Sent => null;

    /// <summary>
    /// Where operations are noted so that others can read them when this process is dead or stuck; null where nobody could.
    /// </summary>
    internal FlightRecorder? Recorder { get; set; }

    /// <summary>The collective that this rank is in, or was in last; counted from 1.</summary>
    internal long OperationNumber => operation;

    /// <summary>How long the current operation has waited for others, as far as it is known.</summary>
    private protected abstract TimeSpan Waited { get; }

    /// <summary>What errors tell of the current operation.</summary>
    private protected CollectiveCall Call() => outer is null
        ? new(Name, Rank, Size, operation, current, Waited, jobRanks)
        : outer.Call() with { Elapsed = Waited };

    private protected CallScope Begin(in CollectiveHeader header) => Begin(header, counts: 1);

    // Point-to-point messages concern two ranks, so they do not count.
    private CallScope BeginMessage(in CollectiveHeader header) => Begin(header, counts: 0);

    private CallScope Begin(in CollectiveHeader header, int counts)
    {
        AwaitQueued();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref isClosed), this);
        if (Interlocked.Exchange(ref busy, 1) != 0) Throw.ConcurrentUse(Name, Rank);
        current = header;
        operation += counts;
        return new CallScope(this);
    }

    // One call of a collective, from the check of its arguments to its return.
    private protected readonly ref struct CallScope(ProcessGroup group)
    {
        private readonly long start = group.Timeline is null ? 0 : Stopwatch.GetTimestamp();
        private readonly long ticket = group.Recorder?.Begin(group.current, 0, group.operation) ?? 0;

        public void Dispose()
        {
            if (ticket != 0) group.Recorder?.End(ticket);
            if (start != 0)
                group.Timeline?.Add(OperationNames.Of(group.current.Operation), "collective", start, group.operation, group.current.Count);
            Volatile.Write(ref group.busy, 0);
        }
    }
}
