namespace Tutti.Communication.Simulation;

/// <summary>One misfortune of a <see cref="FaultPlan"/>.</summary>
/// <param name="Time">When.</param>
internal abstract record PlannedFault(TimeSpan Time)
{
    /// <summary>How long it lasts.</summary>
    internal TimeSpan Length => this switch
    {
        Freeze freeze => freeze.Duration,
        Cut cut => cut.Duration,
        _ => TimeSpan.Zero,
    };

    /// <summary>The rank dies.</summary>
    internal sealed record Crash(TimeSpan Time, int Rank, CrashKind Kind) : PlannedFault(Time);

    /// <summary>The rank stands still, then goes on as if nothing had happened.</summary>
    internal sealed record Freeze(TimeSpan Time, int Rank, TimeSpan Duration) : PlannedFault(Time);

    /// <summary>Nothing passes between these ranks and the others.</summary>
    internal sealed record Cut(TimeSpan Time, IReadOnlyList<int> Ranks, TimeSpan Duration) : PlannedFault(Time);
}
