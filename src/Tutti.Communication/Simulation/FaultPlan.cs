namespace Tutti.Communication.Simulation;

/// <summary>What goes wrong in a simulation, and when.</summary>
internal sealed record FaultPlan(IReadOnlyList<PlannedFault> Faults)
{
    internal static FaultPlan None { get; } = new([]);

    /// <summary>Some misfortunes before a moment.</summary>
    internal static FaultPlan Random(Random random, int size, TimeSpan before, int count)
    {
        var faults = new PlannedFault[count];
        for (var index = 0; index < count; index++)
        {
            var time = before * random.NextDouble();
            var duration = TimeSpan.FromSeconds(10 * Math.Pow(random.NextDouble(), 3));
            var rank = random.Next(size);
            faults[index] = random.Next(4) switch
            {
                0 => new PlannedFault.Freeze(time, rank, duration),
                1 => new PlannedFault.Cut(time, [.. Enumerable.Range(0, size).Where(_ => random.Next(2) == 0)], duration),
                _ => new PlannedFault.Crash(time, rank, (CrashKind)random.Next(3)),
            };
        }

        return new FaultPlan(faults);
    }

    /// <summary>When the last of it is over; what dies does not come back.</summary>
    internal TimeSpan End => Faults.Count == 0 ? TimeSpan.Zero : Faults.Max(fault => fault.Time + fault.Length);

    /// <summary>Whether nobody dies, and all troubles together are over within so long.</summary>
    internal bool IsWithin(TimeSpan limit) =>
        Faults.All(fault => fault is not PlannedFault.Crash) && Faults.Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Length) < limit;

    /// <summary>The ranks that may be blamed: those that die or stand still, and all if there is a cut, which has two sides.</summary>
    internal IReadOnlySet<int> Culprits(int size) => Faults.SelectMany(fault => fault switch
    {
        PlannedFault.Crash crash => [crash.Rank],
        PlannedFault.Freeze freeze => [freeze.Rank],
        _ => Enumerable.Range(0, size),
    }).ToHashSet();
}
