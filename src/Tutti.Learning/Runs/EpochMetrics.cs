namespace Tutti.Learning.Runs;

/// <summary>Measured at the end of an epoch.</summary>
/// <param name="Time">When it was measured, in UTC.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="TrainLoss">The mean loss over the epoch's batches, weighted by their sizes.</param>
/// <param name="TestLoss">The mean loss on the test part; null if it was not measured.</param>
/// <param name="TestAccuracy">The share of test samples classified rightly, 0 to 1; null if it was not measured.</param>
/// <param name="Seconds">The time spent training in the epoch.</param>
/// <param name="SamplesPerSecond">The epoch's samples divided by the seconds.</param>
public sealed record EpochMetrics(
    DateTimeOffset Time, int Epoch, double TrainLoss, double? TestLoss, double? TestAccuracy, double Seconds, double SamplesPerSecond)
    : MetricsRecord(Time, Epoch);
