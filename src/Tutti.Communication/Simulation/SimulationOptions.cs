using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>A job to simulate. The same options give the same course.</summary>
internal sealed record SimulationOptions
{
    internal required int Size { get; init; }

    internal required int Seed { get; init; }

    /// <summary>How long a rank may be late in a collective.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    internal NetworkOptions Network { get; init; } = new();

    internal FaultPlan Plan { get; init; } = FaultPlan.None;

    internal MessageTuning? Tuning { get; init; }

    /// <summary>
    /// The rank in whose process the coordinator is; null: in the launcher's, which outlives all and has no cuts to itself.
    /// </summary>
    internal int? CoordinatorRank { get; init; }

    /// <summary>
    /// The clock of a process, if it is not that of the simulation: from its rank in the first generation, and that clock.
    /// </summary>
    internal Func<int, TimeProvider, TimeProvider>? ClockOf { get; init; }

    /// <summary>More events than that are a rank that never stops asking.</summary>
    internal long EventLimit { get; init; } = 20_000_000;

    /// <summary>How long the simulation may take in real time.</summary>
    internal TimeSpan RealLimit { get; init; } = TimeSpan.FromSeconds(60);
}
