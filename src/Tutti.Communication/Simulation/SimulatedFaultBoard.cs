using Tutti.Communication.Membership;

namespace Tutti.Communication.Simulation;

/// <summary>The fault board of a process, with virtual time for the verdict.</summary>
internal sealed class SimulatedFaultBoard(int rank, Func<FaultReport, bool> send, SimulatedSchedule schedule, SimulatedThread thread)
    : JobFaultBoard(rank, send)
{
    private protected override void AwaitVerdict(TimeSpan timeout)
    {
        for (var end = schedule.Now + timeout; Current is null && schedule.Now < end;) schedule.Sleep(thread, end - schedule.Now);
    }
}
