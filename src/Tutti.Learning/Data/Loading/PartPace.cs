namespace Tutti.Learning.Data.Loading;

/// <summary>How parts of different sizes share the steps of an epoch in a <see cref="PinnedBatchPlan"/>.</summary>
public enum PartPace
{
    /// <summary>
    /// Every shard takes the same number of rows a step (the batch divided by the shards) until its part has run out; then its slices are
    /// empty, and the epoch goes on until the largest part has run out too. Late steps have smaller batches, from the larger parts only.
    /// </summary>
    LargestPart,

    /// <summary>
    /// As many steps as the global batch needs for all rows; each part spreads its rows evenly over them, so that every batch has the parts
    /// in the proportions of their sizes.
    /// </summary>
    GlobalBatch,
}
