using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

/// <summary>
/// The two state machines of a job on a virtual clock, with a queue each way for each member. A message is delivered when the test says so,
/// in the order in which it was sent; time passes when the test says so.
/// </summary>
internal sealed class SimulatedJob
{
    internal static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(20);

    private const string OwnLoss = "coordinator lost";
    private readonly Dictionary<int, string> verdicts = [];
    private readonly Dictionary<int, Roster> rosters = [];

    internal SimulatedJob(int size)
    {
        State = new CoordinatorState(new CoordinatorSettings { WorldSize = size, JoinTimeout = JoinTimeout }, Now);
        Members = [.. Enumerable.Range(0, size).Select(rank => new Peer(rank, size))];
    }

    internal CoordinatorState State { get; }

    internal Peer[] Members { get; }

    internal TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>A member with its connection.</summary>
    internal sealed class Peer(int rank, int size)
    {
        internal int Connection => rank;

        internal MemberState State { get; } =
            new(Job.JoinAs(rank, size), new MemberSettings { Coordinator = "the coordinator", JoinTimeout = JoinTimeout });

        internal Queue<ControlMessage> Up { get; } = [];

        internal Queue<ControlMessage> Down { get; } = [];

        internal bool HasStarted { get; set; }

        internal bool IsFrozen { get; set; }

        internal bool IsClosed { get; set; }
    }

    internal void Start(int rank)
    {
        var peer = Members[rank];
        if (peer.HasStarted) return;
        peer.HasStarted = true;
        peer.Up.Enqueue(peer.State.Start(Now));
    }

    internal void Raise(int rank) =>
        Say(rank, peer => Candidate(peer, new FaultReport(peer.State.OwnRank, FaultKind.Exception, "FormatException", $"from {rank}")));

    internal void Accuse(int rank, int other) =>
        Say(rank, peer => Candidate(peer, new FaultReport(other, FaultKind.Exception, "LinkException", $"{rank} lost {other}")));

    internal void Leave(int rank) => Say(rank, peer => peer.State.Leave([(byte)rank]));

    internal void Rejoin(int rank) => Say(rank, peer => peer.State.Rejoin(Now));

    internal void Freeze(int rank) => Members[rank].IsFrozen = true;

    internal void Close(int rank)
    {
        var peer = Members[rank];
        if (!peer.HasStarted || peer.IsClosed) return;
        // Whatever it had sent arrives before the end of the connection.
        while (peer.Up.Count > 0) DeliverUp(rank);
        peer.IsClosed = peer.IsFrozen = true;
        Dispatch(State.Closed(rank, "the connection was closed", Now));
    }

    internal void EndProcess(int rank) =>
        Dispatch(State.ProcessEnded(new ProcessEnd(rank, 1000 + rank, 137, "SIGKILL", ["last words"]), Now));

    internal void DeliverUp(int rank)
    {
        if (Members[rank].Up.TryDequeue(out var message) && !Members[rank].IsClosed) Dispatch(State.Receive(rank, message, Now));
    }

    internal void DeliverDown(int rank)
    {
        var peer = Members[rank];
        if (!peer.IsFrozen && peer.Down.TryDequeue(out var message)) peer.State.Receive(message, Now, Now.Ticks);
        Check(peer);
    }

    internal void DeliverAll()
    {
        while (Members.Any(peer => peer.Up.Count > 0 || peer.Down.Count > 0 && !peer.IsFrozen))
            for (var rank = 0; rank < Members.Length; rank++)
            {
                DeliverUp(rank);
                DeliverDown(rank);
            }
    }

    /// <summary>Time passes in steps of a tenth of a second if nothing is said, with signs of life and everything delivered.</summary>
    internal void Pass(TimeSpan duration, TimeSpan? inSteps = null)
    {
        for (var end = Now + duration; Now < end;)
        {
            Step(inSteps ?? TimeSpan.FromMilliseconds(100));
            DeliverAll();
        }
    }

    /// <summary>Time passes, and nothing arrives.</summary>
    internal void Step(TimeSpan duration)
    {
        Now += duration;
        for (var rank = 0; rank < Members.Length; rank++)
            if (Members[rank].HasStarted) Say(rank, peer => peer.State.Tick(RankActivity.None, Now));
        Dispatch(State.Tick(Now));
    }

    private static ControlMessage? Candidate(Peer peer, FaultReport report)
    {
        Assert.True(peer.State.Raise(report, out var message) || peer.State.Verdict is null);
        return message;
    }

    private void Say(int rank, Func<Peer, ControlMessage?> say)
    {
        var peer = Members[rank];
        if (peer.HasStarted && !peer.IsFrozen && say(peer) is { } message) peer.Up.Enqueue(message);
    }

    private void Dispatch(List<CoordinatorOutput> outputs)
    {
        foreach (var output in outputs)
            if (!Members[output.Connection].IsClosed) Members[output.Connection].Down.Enqueue(output.Message);
    }

    // What must hold at any time: one roster and one verdict a generation, and everybody has his own rank.
    private void Check(Peer peer)
    {
        if (peer.State.Roster is not { } roster) return;
        if (!rosters.TryAdd(roster.Generation, roster)) Assert.Same(rosters[roster.Generation], roster);
        Assert.Equal(1000 + peer.Connection, roster.Members[peer.State.OwnRank].Facts.ProcessId);
        if (peer.State.Verdict is not { Reporter: var reporter, Report: var report } || report.TypeName is "refused" or OwnLoss)
            return;
        var said = $"{reporter} {report.Rank} {report.TypeName} {report.Message}";
        if (!verdicts.TryAdd(roster.Generation, said)) Assert.Equal(verdicts[roster.Generation], said);
    }
}
