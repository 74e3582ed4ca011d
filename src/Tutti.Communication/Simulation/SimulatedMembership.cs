using Tutti.Communication.Membership;

namespace Tutti.Communication.Simulation;

/// <summary>
/// The coordinator of a simulated job: the state machine that serves real ones, with connections of the simulated network.
/// </summary>
internal sealed class SimulatedMembership
{
    internal static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly SimulatedNetwork network;
    private readonly SimulatedMember?[] members;
    private readonly int? coordinatorRank;

    internal SimulatedMembership(SimulatedNetwork network, SimulationOptions options)
    {
        this.network = network;
        coordinatorRank = options.CoordinatorRank;
        members = new SimulatedMember?[options.Size];
        State = new CoordinatorState(new CoordinatorSettings { WorldSize = options.Size }, network.Schedule.Now);
        network.Schedule.After(TickInterval, "", Place, Place, Tick);
    }

    /// <summary>What it knows and has decided.</summary>
    internal CoordinatorState State { get; }

    /// <summary>Where it is: a rank's process, or beyond all ranks.</summary>
    internal int Place => coordinatorRank ?? members.Length;

    internal bool IsDead => coordinatorRank is { } host && network.IsDead(host);

    internal SimulatedMember Add(SimulatedThread thread)
    {
        var member = new SimulatedMember(this, network, thread, members.Length, coordinatorRank);
        members[thread.Rank] = member;
        return member;
    }

    internal void Receive(int rank, ControlMessage message)
    {
        if (!IsDead) Dispatch(State.Receive(rank, message, network.Schedule.Now));
    }

    /// <summary>The end of a rank's connection has arrived.</summary>
    internal void Close(int rank)
    {
        if (!IsDead) Dispatch(State.Closed(rank, "the connection was closed", network.Schedule.Now));
    }

    /// <summary>
    /// A rank's process is gone, and with it its connection, or, where the coordinator is in it, all connections. A launcher learns how
    /// it ended.
    /// </summary>
    internal void Kill(int rank, CrashKind kind)
    {
        if (kind == CrashKind.Silent) return;
        if (rank != coordinatorRank) members[rank]?.Hang();
        else foreach (var member in members) member?.Lose();
        if (coordinatorRank is not null) return;
        var end = new ProcessEnd(rank, SimulatedMember.FirstProcessId + rank, 137, "SIGKILL", []);
        network.Schedule.After(network.Delay(), "process ended", rank, Place, () => Dispatch(State.ProcessEnded(end, network.Schedule.Now)));
    }

    private void Tick()
    {
        if (IsDead || State.Current == CoordinatorState.Phase.Over) return;
        Dispatch(State.Tick(network.Schedule.Now));
        network.Schedule.After(TickInterval, "", Place, Place, Tick);
    }

    private void Dispatch(List<CoordinatorOutput> outputs)
    {
        foreach (var output in outputs) members[output.Connection]?.Post(output.Message);
    }
}
