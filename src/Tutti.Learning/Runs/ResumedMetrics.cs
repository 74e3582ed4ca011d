namespace Tutti.Learning.Runs;

/// <summary>
/// The run was interrupted and went on from an earlier step; what was measured after that step before counts no longer.
/// </summary>
/// <param name="Time">When it went on, in UTC.</param>
/// <param name="Epoch">The epoch it went on in, from 0.</param>
/// <param name="Step">How many steps were done.</param>
public sealed record ResumedMetrics(DateTimeOffset Time, int Epoch, long Step) : MetricsRecord(Time, Epoch);
