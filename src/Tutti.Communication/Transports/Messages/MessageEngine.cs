using System.Diagnostics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Runs transfers to completion for all groups of one rank: with a deadline, an eye on the job's fault, and an ear for peers that do
/// something else. Thread-safe: of several threads that wait one moves the transport for all, without the lock while it idles.
/// </summary>
internal sealed class MessageEngine : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LatestNotice = TimeSpan.FromMilliseconds(100);

    private readonly object gate = new();
    private readonly TimeProvider time;
    private readonly List<MessageContext> contexts = [];
    private readonly List<(int Peer, MessageHeader Header)> orphans = [];
    private readonly Stack<Transfer> spareNotices = new();
    private readonly List<Transfer> notices = [];
    private bool isPolling;
    private bool isAbandoned;
    private EngineOutcome standing;
    private SentMessages sent;

    /// <param name="transport">Disposed with the engine.</param>
    /// <param name="faults">Of the job.</param>
    /// <param name="timeout">How long a rank may be late.</param>
    /// <param name="time">Null: the system's.</param>
    internal MessageEngine(MessageTransport transport, FaultBoard faults, TimeSpan timeout, TimeProvider? time = null)
    {
        Transport = transport;
        Faults = faults;
        Timeout = timeout;
        this.time = time ?? TimeProvider.System;
        NoticeAfter = timeout / 4 < LatestNotice ? timeout / 4 : LatestNotice;
        transport.Unexpected = Hear;
        faults.Raised += transport.Wake;
    }

    internal MessageTransport Transport { get; }

    internal FaultBoard Faults { get; }

    internal TimeSpan Timeout { get; }

    /// <summary>How long a rank waits before it tells the others of its group in what.</summary>
    internal TimeSpan NoticeAfter { get; }

    /// <summary>The next number that no group of this rank has; ranks agree on the largest of theirs when they open a group.</summary>
    internal int NextContext { get; set; } = 1;

    /// <summary>What was sent so far, in all groups; notices do not count.</summary>
    internal SentMessages Sent
    {
        get
        {
            lock (gate) return sent;
        }
    }

    internal MessageContext Open(int number, int rank, int[] ranks)
    {
        var context = new MessageContext(number, rank, ranks, Transport.Size);
        lock (gate)
        {
            NextContext = Math.Max(NextContext, number + 1);
            contexts.Add(context);
            // A peer may have opened the group, and used it, before this rank.
            foreach (var (peer, header) in orphans)
                if (header.Context == number) Hear(peer, header);
            orphans.RemoveAll(orphan => orphan.Header.Context == number);
        }

        return context;
    }

    /// <summary>This rank leaves a group: whoever still needs it there is told.</summary>
    internal void Close(MessageContext context)
    {
        lock (gate)
        {
            contexts.Remove(context);
            if (!isAbandoned && Faults.Current is null) SendNotices(context, MessageContext.Left, default);
        }
    }

    /// <summary>This rank enters a collective.</summary>
    internal EngineOutcome Enter(MessageContext context, long operation, in CollectiveHeader contract)
    {
        lock (gate)
        {
            if (context.Enter(operation, contract) is { } disagreement)
                Stand(new EngineOutcome(EngineEnding.Disagreed, Disagreement: disagreement));
            return Faults.Current is null ? standing : new EngineOutcome(EngineEnding.Faulted);
        }
    }

    internal void Send(Transfer transfer)
    {
        lock (gate)
        {
            if (!isAbandoned)
            {
                sent = new SentMessages(sent.Count + 1, sent.Bytes + transfer.Header.PayloadBytes);
                Transport.Send(transfer);
            }
            if (isPolling) Transport.Wake();
        }
    }

    internal void Receive(Transfer transfer)
    {
        lock (gate)
        {
            if (!isAbandoned) Transport.Receive(transfer);
            if (isPolling) Transport.Wake();
        }
    }

    internal void AllReduce(Transfer transfer)
    {
        lock (gate)
        {
            if (!isAbandoned) Transport.AllReduce(transfer);
        }
    }

    /// <summary>Waits until all are done. Anything else than <see cref="EngineEnding.Done"/> is the end of the job's messages: the caller
    /// raises a fault and calls <see cref="Abandon"/>.</summary>
    internal EngineOutcome Await(MessageContext context, ReadOnlySpan<Transfer> transfers)
    {
        var wait = new Wait(context, transfers);
        lock (gate)
        {
            while (true)
            {
                if (wait.IsOver(out var disagreement)) return new EngineOutcome(EngineEnding.Done);
                // The fault may be of an operation after this one, whose messages have all been sent.
                if (Faults.Current is not null && !CanMoveOn()) return new EngineOutcome(EngineEnding.Faulted);
                if (!standing.IsDone) return standing;
                if (disagreement is not null) Stand(new EngineOutcome(EngineEnding.Disagreed, Disagreement: disagreement));
                else if (!(isPolling ? WaitForPoller(ref wait) : Poll(ref wait))) return new EngineOutcome(EngineEnding.TimedOut);
            }
        }
    }

    /// <summary>
    /// For who waits for nothing in particular, and for as long as it takes: moves what can be moved, or idles a little. Anything else than
    /// <see cref="EngineEnding.Done"/> is the end of the job's messages.
    /// </summary>
    internal EngineOutcome Step(int round, TimeSpan limit, out bool hasMoved)
    {
        lock (gate)
        {
            hasMoved = false;
            if (Faults.Current is not null) return new EngineOutcome(EngineEnding.Faulted);
            ObjectDisposedException.ThrowIf(isAbandoned, this);
            if (!standing.IsDone) return standing;
            limit = limit < LongestIdle ? limit : LongestIdle;
            if (isPolling)
            {
                Monitor.Wait(gate, limit);
                return standing;
            }

            isPolling = true;
            try
            {
                hasMoved = Move();
                if (!hasMoved && standing.IsDone) Idle(round, limit);
                return standing;
            }
            finally
            {
                isPolling = false;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Whether a peer has left the group or the job, and all that it sent is there.</summary>
    internal bool HasLeft(MessageContext context, int member)
    {
        lock (gate) return !isAbandoned && (Transport.HasLeft(context.Ranks[member]) || context.HasLeft(member));
    }

    internal TimeSpan WaitedIn(MessageContext context) =>
        context.WaitingSince == 0 ? TimeSpan.Zero : time.GetElapsedTime(context.WaitingSince);

    /// <summary>The job has faulted: nothing touches any transfer's memory afterwards.</summary>
    internal void Abandon()
    {
        lock (gate)
        {
            if (isAbandoned) return;
            isAbandoned = true;
            Transport.Abandon();
            Monitor.PulseAll(gate);
        }
    }

    public void Dispose()
    {
        Faults.Raised -= Transport.Wake;
        if (Faults.Current is not null) Abandon();
        lock (gate)
        {
            Transport.Dispose();
            isAbandoned = true;
        }
    }

    // One round of the one thread that moves the transport. Returns whether there is time left.
    private bool Poll(ref Wait wait)
    {
        isPolling = true;
        try
        {
            if (Move() || !standing.IsDone)
            {
                wait.Round = 0;
                return true;
            }

            if (wait.FindDeparted(Transport) is var peer and >= 0)
            {
                Stand(new EngineOutcome(EngineEnding.Departed, peer));
                return true;
            }

            if (!HasTime(ref wait, out var limit)) return false;
            Idle(wait.Round++, limit);
            return true;
        }
        finally
        {
            isPolling = false;
            Monitor.PulseAll(gate);
        }
    }

    private bool CanMoveOn() => !isPolling && !isAbandoned && standing.IsDone && Move();

    private bool WaitForPoller(ref Wait wait)
    {
        Monitor.Wait(gate, LongestIdle);
        return HasTime(ref wait, out _);
    }

    private bool HasTime(ref Wait wait, out TimeSpan limit)
    {
        var remaining = wait.Measure(time, Timeout + wait.Context.Grace, NoticeAfter, out var isNoticeDue);
        limit = remaining < LongestIdle ? remaining : LongestIdle;
        if (isNoticeDue && !isAbandoned) SendNotices(wait.Context, wait.Context.Operation, wait.Context.ContractOf(wait.Context.Operation));
        return remaining > TimeSpan.Zero;
    }

    private bool Move()
    {
        try
        {
            return Transport.Progress();
        }
        catch (LinkException broken)
        {
            Stand(new EngineOutcome(EngineEnding.Broken, broken.Peer, Cause: broken));
            return false;
        }
    }

    private void Idle(int round, TimeSpan limit)
    {
        Monitor.Exit(gate);
        try
        {
            Transport.Idle(round, limit);
        }
        finally
        {
            Monitor.Enter(gate);
        }
    }

    // The first thing that goes wrong is what every thread that waits is told.
    private void Stand(in EngineOutcome outcome)
    {
        if (standing.IsDone) standing = outcome;
    }

    private void Hear(int peer, MessageHeader header)
    {
        foreach (var context in contexts)
        {
            if (context.Number != header.Context) continue;
            if (context.Note(peer, header) is { } disagreement)
                Stand(new EngineOutcome(EngineEnding.Disagreed, Disagreement: disagreement));
            return;
        }

        if (header.Context >= NextContext) orphans.Add((peer, header));
    }

    private void SendNotices(MessageContext context, long number, in CollectiveHeader contract)
    {
        for (var index = notices.Count - 1; index >= 0; index--)
        {
            if (!notices[index].IsDone) continue;
            spareNotices.Push(notices[index]);
            notices.RemoveAt(index);
        }

        for (var member = 0; member < context.Ranks.Length; member++)
        {
            if (member == context.Rank || Transport.HasLeft(context.Ranks[member])) continue;
            var notice = spareNotices.Count > 0 ? spareNotices.Pop() : new Transfer();
            notice.Peer = context.Ranks[member];
            notice.Header = new MessageHeader(MessageKind.Notice, context.Number, number, 0, contract, 0, Transport.Generation);
            notices.Add(notice);
            Transport.Send(notice);
        }
    }

    // One thread's wait.
    private ref struct Wait(MessageContext context, ReadOnlySpan<Transfer> transfers)
    {
        private readonly ReadOnlySpan<Transfer> transfers = transfers;
        private long advance;
        private long since;
        private bool isNoticed;

        internal MessageContext Context { get; } = context;

        internal int Round { get; set; }

        internal readonly bool IsOver(out Disagreement? disagreement)
        {
            disagreement = null;
            var isOver = true;
            foreach (var transfer in transfers)
            {
                if (transfer.Disagreement is { } other)
                {
                    disagreement = new Disagreement(
                        transfer.Header.Number, transfer.Header.Contract, Context.GroupRankOf(transfer.Peer), other.Number, other.Contract);
                    return false;
                }

                isOver &= transfer.IsDone;
            }

            return isOver;
        }

        internal readonly int FindDeparted(MessageTransport transport)
        {
            foreach (var transfer in transfers)
                if (!transfer.IsDone && (transport.HasLeft(transfer.Peer) || Context.HasLeft(Context.GroupRankOf(transfer.Peer))))
                    return transfer.Peer;
            return -1;
        }

        // Whoever sends is not late, however long it takes.
        internal TimeSpan Measure(TimeProvider time, TimeSpan timeout, TimeSpan noticeAfter, out bool isNoticeDue)
        {
            var now = time.GetTimestamp();
            var reached = 0L;
            foreach (var transfer in transfers) reached += transfer.Moved + (transfer.IsDone ? 1 : 0);
            if (since == 0 || reached != advance) since = now;
            advance = reached;
            if (Context.WaitingSince == 0) Context.WaitingSince = since;
            var waited = time.GetElapsedTime(since, now);
            isNoticeDue = !isNoticed && waited >= noticeAfter && transfers[0].Header.Kind == MessageKind.Collective;
            isNoticed |= isNoticeDue;
            return timeout - waited;
        }
    }
}
