using Tutti.Learning.Schedules;

namespace Tutti.Learning.Training;

/// <summary>
/// What must be the same for a training to go on where it was: the numbers that decide its bits, as far as they can be compared. What
/// cannot (the loss, schedules, an optimizer's further options) is for the caller to keep.
/// </summary>
internal sealed record TrainingFacts(
    int SampleCount, int BatchSize, int ShardCount, int? MicroBatchSize, ulong Seed, int EpochCount, string Optimizer, double LearningRate,
    double Momentum, double? ClipNorm, MonitoredMetric Monitor, int? Patience, double LeastImprovement, ReduceOnPlateauOptions? Plateau,
    string? Plan = null, bool SynchronizesBatches = false, string? StrategyMemory = null);
