using Tutti.Communication.Membership;

namespace Tutti.Communication.Simulation;

/// <summary>How a simulation ended.</summary>
/// <param name="Errors">What the work threw on each rank; null where it returned.</param>
/// <param name="Ended">When each rank's work ended.</param>
/// <param name="Crashed">The ranks that the plan has killed before their work had ended.</param>
/// <param name="Verdict">What the coordinator decided; null if there was no fault.</param>
/// <param name="Trace">What happened.</param>
internal sealed record SimulationResult(
    IReadOnlyList<Exception?> Errors, IReadOnlyList<TimeSpan> Ended, IReadOnlySet<int> Crashed, VerdictMessage? Verdict, SimulationTrace Trace);
