using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>
/// A job on a virtual clock: the groups, engines, links' framing and membership of real jobs, over a network and machines that are a seed.
/// Each rank has one thread, so asynchronous collectives are left out.
/// </summary>
internal sealed class SimulatedCluster
{
    private readonly SimulationOptions options;
    private readonly SimulatedSchedule schedule;
    private readonly SimulatedNetwork network;
    private readonly SimulatedMembership membership;
    private readonly SimulatedThread[] threads;
    private readonly Exception?[] errors;
    private readonly TimeSpan[] ended;
    private readonly HashSet<int> crashed = [];

    internal SimulatedCluster(SimulationOptions options)
    {
        this.options = options;
        schedule = new SimulatedSchedule(options.Seed, options.EventLimit);
        network = new SimulatedNetwork(schedule, options.Network);
        membership = new SimulatedMembership(network, options);
        threads = new SimulatedThread[options.Size];
        errors = new Exception?[options.Size];
        ended = new TimeSpan[options.Size];
    }

    /// <summary>Runs the work on every rank, until all have ended.</summary>
    /// <param name="work">One rank's part; what it throws faults the job.</param>
    /// <exception cref="SimulationException">It did not end.</exception>
    internal SimulationResult Run(Action<SimulatedRank> work)
    {
        foreach (var fault in options.Plan.Faults) schedule.After(fault.Time, fault.GetType().Name, 0, 0, () => Happen(fault));
        for (var rank = 0; rank < threads.Length; rank++)
        {
            var own = rank;
            threads[rank] = schedule.Add($"simulated rank {rank}", rank, () => RunRank(own, work));
        }

        var isOver = schedule.Run(options.RealLimit);
        if (!isOver) throw new SimulationException($"Simulation: seed {options.Seed} hangs in real time. Does a rank wait for something else than the group?");
        schedule.Dispose();
        if (schedule.Failure is { } failure) throw new SimulationException($"Seed {options.Seed}: {failure}");
        return new SimulationResult(errors, ended, crashed, membership.State.Verdict, schedule.Trace);
    }

    private void RunRank(int rank, Action<SimulatedRank> work)
    {
        var thread = threads[rank];
        var member = membership.Add(thread);
        try
        {
            RunMember(thread, member, work);
        }
        catch (SimulatedCrashException)
        {
        }
        catch (Exception error)
        {
            errors[rank] ??= error;
        }
    }

    private void RunMember(SimulatedThread thread, SimulatedMember member, Action<SimulatedRank> work)
    {
        var rank = thread.Rank;
        try
        {
            schedule.Work(thread, options.Network.MostDelay * (10 * schedule.Random.NextDouble()));
            member.Join();
            using var context = new SimulatedRank(options, network, thread, member);
            try
            {
                work(context);
            }
            catch (Exception error) when (error is not SimulatedCrashException)
            {
                errors[rank] = error;
                member.Board.Raise(new GroupFault(member.Board.Rank, error));
            }
        }
        finally
        {
            ended[rank] = schedule.Now;
        }

        if (errors[rank] is null) member.Leave();
        member.Hang();
    }

    private void Happen(PlannedFault fault)
    {
        switch (fault)
        {
            case PlannedFault.Crash crash when !network.IsDead(crash.Rank):
                if (ended[crash.Rank] == TimeSpan.Zero) crashed.Add(crash.Rank);
                network.Kill(crash.Rank, crash.Kind);
                membership.Kill(crash.Rank, crash.Kind);
                schedule.End(threads[crash.Rank], new SimulatedCrashException());
                break;
            case PlannedFault.Freeze freeze:
                threads[freeze.Rank].FrozenUntil = schedule.Now + freeze.Duration;
                break;
            case PlannedFault.Cut cut:
                var heal = network.Cut(cut.Ranks);
                schedule.After(cut.Duration, "heal", 0, 0, heal);
                break;
        }
    }
}
