namespace Tutti.Learning.Runs;

/// <summary>Workers were lost, have joined or left while the run went on.</summary>
/// <param name="Time">When the workers stood together again, in UTC.</param>
/// <param name="Epoch">The epoch that was going on, from 0.</param>
/// <param name="Step">How many steps were done.</param>
/// <param name="WorkersBefore">How many workers there were.</param>
/// <param name="WorkerCount">How many there are now.</param>
/// <param name="Reason">The first cause, in words.</param>
/// <param name="Seconds">From when rank 0 learned of it to when all stood together again.</param>
public sealed record RegroupedMetrics(
    DateTimeOffset Time, int Epoch, long Step, int WorkersBefore, int WorkerCount, string Reason, double Seconds) : MetricsRecord(Time, Epoch);
