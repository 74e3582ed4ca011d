namespace Tutti.Communication.Simulation;

/// <summary>One way from a place to another: everything takes its time, keeps its order, and waits for the end of a cut.</summary>
internal sealed class SimulatedChannel(SimulatedNetwork network, int from, int to)
{
    private readonly Queue<Action> held = new();
    private TimeSpan lastArrival;

    /// <summary>Something sets out now, and happens when it arrives.</summary>
    internal void Send(string kind, long detail, Action arrive)
    {
        var schedule = network.Schedule;
        var arrival = schedule.Now + network.Delay();
        if (arrival < lastArrival) arrival = lastArrival;
        lastArrival = arrival;
        schedule.After(arrival - schedule.Now, kind, from, to, () =>
        {
            if (held.Count > 0 || network.IsCut(from, to)) held.Enqueue(arrive);
            else arrive();
        }, detail);
    }

    /// <summary>A cut has ended: what was held back arrives a little later.</summary>
    internal void Resume()
    {
        if (held.Count == 0) return;
        network.Schedule.After(network.Options.RetransmitDelay, "resume", from, to, () =>
        {
            while (held.Count > 0 && !network.IsCut(from, to)) held.Dequeue()();
        });
    }
}
