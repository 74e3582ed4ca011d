using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>What the code of a simulated process works with.</summary>
internal sealed class SimulatedRank : IDisposable
{
    private readonly SimulationOptions options;
    private readonly SimulatedNetwork network;
    private readonly SimulatedThread thread;
    private MessageGroup? group;

    internal SimulatedRank(SimulationOptions options, SimulatedNetwork network, SimulatedThread thread, SimulatedMember member)
    {
        (this.options, this.network, this.thread) = (options, network, thread);
        Member = member;
    }

    internal SimulatedMember Member { get; }

    /// <summary>Of the current generation; opened when it is first asked for.</summary>
    internal ProcessGroup Group => group ??= Open();

    /// <summary>The process, by its rank in the first generation.</summary>
    internal int Place => thread.Rank;

    internal TimeSpan Now => network.Schedule.Now;

    /// <summary>Computes for so long; the others go on.</summary>
    internal void Work(TimeSpan duration) => network.Schedule.Work(thread, duration);

    /// <summary>After a fault: waits for the next generation, whose group is a new one.</summary>
    internal void Rejoin()
    {
        Dispose();
        Member.Rejoin();
    }

    public void Dispose()
    {
        group?.Dispose();
        group = null;
    }

    private MessageGroup Open()
    {
        var roster = Member.State.Roster!;
        var mesh = network.Mesh(roster.Generation, () => [.. roster.Members.Select(entry => SimulatedMember.PlaceOf(entry.Facts))]);
        var transport = mesh.Open(Member.State.OwnRank, (uint)roster.Generation, thread);
        TimeProvider clock = network.Schedule.Clock;
        var engine = new MessageEngine(transport, Member.Board, options.Timeout, options.ClockOf?.Invoke(Place, clock) ?? clock);
        return new MessageGroup("workers", engine, options.Tuning);
    }
}
