namespace Tutti.Communication.Simulation;

/// <summary>
/// The ways between places (processes, by their first rank; the launcher comes after them), with delays, cuts and deaths from a seed and
/// a plan.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedSchedule schedule, NetworkOptions options)
{
    private const int MostLosses = 5;
    private readonly HashSet<int> dead = [];
    private readonly List<HashSet<int>> cuts = [];
    private readonly List<SimulatedChannel> channels = [];
    private readonly Dictionary<int, SimulatedMesh> meshes = [];

    internal SimulatedSchedule Schedule => schedule;

    internal NetworkOptions Options => options;

    /// <summary>A new way from a place to another.</summary>
    internal SimulatedChannel Channel(int from, int to)
    {
        var channel = new SimulatedChannel(this, from, to);
        channels.Add(channel);
        return channel;
    }

    /// <summary>The connections of a generation, whose ranks are at these places; the same for all who ask.</summary>
    internal SimulatedMesh Mesh(int generation, Func<int[]> places)
    {
        if (!meshes.TryGetValue(generation, out var mesh)) meshes.Add(generation, mesh = new SimulatedMesh(this, places()));
        return mesh;
    }

    /// <summary>How long a piece is on its way.</summary>
    internal TimeSpan Delay()
    {
        var delay = options.LeastDelay + (options.MostDelay - options.LeastDelay) * schedule.Random.NextDouble();
        for (var loss = 0; loss < MostLosses && schedule.Random.NextDouble() < options.LossProbability; loss++) delay += options.RetransmitDelay;
        return delay;
    }

    /// <summary>How much of so much is taken or given at a time.</summary>
    internal int PartOf(int count) =>
        count > 1 && schedule.Random.NextDouble() < options.PartProbability ? schedule.Random.Next(1, count + 1) : count;

    internal bool IsDead(int place) => dead.Contains(place);

    internal bool IsCut(int from, int to) => cuts.Exists(side => side.Contains(from) != side.Contains(to));

    /// <summary>Nothing passes between these places and the others.</summary>
    /// <returns>Ends the cut.</returns>
    internal Action Cut(IEnumerable<int> places)
    {
        HashSet<int> side = [.. places];
        cuts.Add(side);
        return () =>
        {
            cuts.Remove(side);
            foreach (var channel in channels) channel.Resume();
        };
    }

    /// <summary>The process is gone; its system closes its connections, resets them, or is gone too.</summary>
    internal void Kill(int place, CrashKind kind)
    {
        dead.Add(place);
        foreach (var mesh in meshes.Values) mesh.Kill(place, kind);
    }
}
