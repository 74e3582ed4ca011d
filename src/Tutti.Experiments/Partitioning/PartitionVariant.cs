using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Partitioning;

/// <summary>Which samples the shards of a training draw from.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Recipe">How the samples are cut; null: every shard draws from all.</param>
internal sealed record PartitionVariant(string Name, PartitionRecipe? Recipe = null)
{
    /// <summary>How parts share the steps of an epoch.</summary>
    internal PartPace Pace { get; init; }

    /// <summary>Whether each epoch draws from all samples with replacement.</summary>
    internal bool DrawsWithReplacement { get; init; }
}
