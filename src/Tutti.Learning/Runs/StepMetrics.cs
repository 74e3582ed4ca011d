namespace Tutti.Learning.Runs;

/// <summary>Measured while an epoch goes on.</summary>
/// <param name="Time">When it was measured, in UTC.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step since the run began, from 0, over all epochs.</param>
/// <param name="Loss">The mean loss of the step's batch.</param>
/// <param name="LearningRate">The learning rate in effect.</param>
/// <param name="SamplesPerSecond">The speed since the record before.</param>
public sealed record StepMetrics(DateTimeOffset Time, int Epoch, long Step, double Loss, double LearningRate, double SamplesPerSecond)
    : MetricsRecord(Time, Epoch);
