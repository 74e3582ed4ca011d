using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>What a training run gave.</summary>
/// <param name="Summary">Counts, times, losses.</param>
/// <param name="WeightsSha256">The digest of the final weights.</param>
internal sealed record TrainingResult(TrainingSummary Summary, string WeightsSha256)
{
    /// <summary>How gradients were summed, where that was chosen.</summary>
    internal ChosenBuckets? Buckets { get; init; }
}
