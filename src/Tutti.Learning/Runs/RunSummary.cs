namespace Tutti.Learning.Runs;

/// <summary>What came out of a run.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Samples">Training samples seen, with repetition.</param>
/// <param name="Seconds">Time spent training, evaluation excepted.</param>
/// <param name="SamplesPerSecond">Samples divided by seconds.</param>
/// <param name="TrainLoss">The mean loss of the last epoch.</param>
/// <param name="TestAccuracy">The share of test samples classified rightly, 0 to 1; null if it was not measured.</param>
/// <param name="WeightsSha256">The digest of the final weights; null if there are none.</param>
public sealed record RunSummary(
    int Epochs, long Samples, double Seconds, double SamplesPerSecond, double TrainLoss, double? TestAccuracy, string? WeightsSha256);
