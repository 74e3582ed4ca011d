using Tutti.Communication.Membership;

namespace Tutti.Communication.Simulation;

/// <summary>
/// One process's membership in a simulated job: the state machine that serves real ones. While its rank stands still, so does it.
/// </summary>
internal sealed class SimulatedMember
{
    internal const int FirstProcessId = 1000;
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);

    private readonly SimulatedMembership membership;
    private readonly SimulatedNetwork network;
    private readonly SimulatedThread thread;
    private readonly SimulatedChannel up;
    private readonly SimulatedChannel down;
    private JobFaultBoard? board;
    private bool isOver;

    internal SimulatedMember(SimulatedMembership membership, SimulatedNetwork network, SimulatedThread thread, int size, int? coordinatorRank)
    {
        (this.membership, this.network, this.thread) = (membership, network, thread);
        up = network.Channel(Rank, membership.Place);
        down = network.Channel(membership.Place, Rank);
        var facts = new MemberFacts($"host {Rank}", $"host {Rank}", FirstProcessId + Rank, "simulated", "", 0);
        State = new MemberState(
            new JoinMessage(Rank, size, facts), new MemberSettings { Coordinator = "the coordinator", CoordinatorRank = coordinatorRank });
    }

    internal MemberState State { get; }

    /// <summary>Of the current generation.</summary>
    internal JobFaultBoard Board => board ?? throw new InvalidOperationException("The member has not joined.");

    private SimulatedSchedule Schedule => network.Schedule;

    private int Rank => thread.Rank;

    private bool IsDead => network.IsDead(Rank);

    /// <summary>The place of the process that told this about itself.</summary>
    internal static int PlaceOf(MemberFacts facts) => facts.ProcessId - FirstProcessId;

    /// <summary>Joins, and waits for the roster.</summary>
    internal Roster Join()
    {
        Say(State.Start(Schedule.Now));
        Schedule.After(SimulatedMembership.TickInterval, "", Rank, Rank, Tick);
        return AwaitRoster(after: 0);
    }

    /// <summary>After a verdict: waits for the next generation.</summary>
    internal Roster Rejoin()
    {
        var generation = State.Roster!.Generation;
        // A board that has waited in vain for the verdict may be ahead of it.
        while (State.Current == MemberState.Phase.Active && State.IsConnected) Schedule.Sleep(thread, TimeSpan.FromSeconds(1));
        Say(State.Rejoin(Schedule.Now));
        return AwaitRoster(generation);
    }

    /// <summary>Says that this rank's work is done, and waits until that is known, though not for ever.</summary>
    internal void Leave()
    {
        Say(State.Leave([]));
        for (var end = Schedule.Now + LeaveLimit; !HasLeft && Schedule.Now < end;) Schedule.Sleep(thread, end - Schedule.Now);
    }

    /// <summary>The process has ended without leaving: its system closes the connection.</summary>
    internal void Hang()
    {
        isOver = true;
        up.Send("hang up", 0, () => membership.Close(Rank));
    }

    /// <summary>The coordinator's process is gone, and its system has closed the connection.</summary>
    internal void Lose() => down.Send("lose", 0, () => Happen(() => State.Closed("the connection was closed")));

    internal void Post(ControlMessage message) =>
        down.Send(message.GetType().Name, 0, () => Happen(() => State.Receive(message, Schedule.Now, Schedule.Now.Ticks)));

    private bool HasLeft => State.Current == MemberState.Phase.Over || !State.IsConnected || State.Departed.Contains(State.OwnRank);

    private Roster AwaitRoster(int after)
    {
        while ((State.Roster?.Generation ?? 0) <= after && State.Refusal is null && State.IsConnected) Schedule.Sleep(thread, TimeSpan.FromSeconds(1));
        return State.Roster is { } roster && roster.Generation > after
            ? roster
            : throw new RendezvousException(State.Refusal ?? "Join: the coordinator is lost.");
    }

    private void Say(ControlMessage? message)
    {
        if (message is not null && !IsDead) up.Send(message.GetType().Name, 0, () => membership.Receive(Rank, message));
    }

    private void Tick() => Happen(() =>
    {
        Say(State.Tick(RankActivity.None, Schedule.Now));
        if (State.IsConnected && State.Current != MemberState.Phase.Over)
            Schedule.After(SimulatedMembership.TickInterval, "", Rank, Rank, Tick);
    });

    // Nothing happens in a dead process, and in one that stands still only later.
    private void Happen(Action happen)
    {
        if (IsDead || isOver) return;
        if (thread.FrozenUntil > Schedule.Now)
        {
            Schedule.After(thread.FrozenUntil - Schedule.Now, "", Rank, Rank, () => Happen(happen));
            return;
        }

        var before = State.Roster;
        happen();
        if (!ReferenceEquals(before, State.Roster)) Begin(State.Roster!.Generation);
        if (State.Verdict is { } verdict) board?.Accept(verdict);
        Schedule.Wake(thread);
    }

    private void Begin(int generation) => board = new SimulatedFaultBoard(State.OwnRank, report =>
    {
        if (State.Roster?.Generation != generation || !State.Raise(report, out var message)) return false;
        Say(message);
        return true;
    }, Schedule, thread);
}
