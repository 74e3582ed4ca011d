namespace Tutti.Learning.Data.Loading;

/// <summary>A logical shard's part of a batch: consecutive positions in the epoch's order.</summary>
/// <param name="Start">The first position.</param>
/// <param name="Count">How many; 0 if the batch has fewer samples than there are shards and this one goes without.</param>
public readonly record struct ShardSlice(int Start, int Count);
