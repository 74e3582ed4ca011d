using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>What a training run gave.</summary>
/// <param name="Summary">Counts, times, losses.</param>
/// <param name="WeightsSha256">The digest of the final weights.</param>
internal sealed record TrainingResult(TrainingSummary Summary, string WeightsSha256)
{
    /// <summary>What each worker's replica took, in rank order; where workers may be lost, that of this one.</summary>
    internal IReadOnlyList<TrainingMemory> Memory { get; init; } = [];

    /// <summary>Whether this worker has left the training, which the others go on with.</summary>
    internal bool HasLeft { get; init; }

    /// <summary>How gradients were summed, where that was chosen.</summary>
    internal ChosenBuckets? Buckets { get; init; }
}
