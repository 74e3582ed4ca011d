namespace Tutti.Learning.Training;

/// <summary>What must be the same for a training to go on where it was: the numbers that decide its bits.</summary>
internal sealed record TrainingFacts(
    int SampleCount, int BatchSize, int ShardCount, int? MicroBatchSize, ulong Seed, int EpochCount, string Optimizer, double LearningRate,
    double? ClipNorm);
