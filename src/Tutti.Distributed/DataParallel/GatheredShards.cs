using Tutti.Communication;
using Tutti.Communication.Collectives;

namespace Tutti.Distributed;

/// <summary>
/// What the ways that gather uncompressed shards have in common: a rank's shards one after the other, and the sum of all ranks'. Shards are
/// owned in contiguous runs, so in rank order they stand in shard order. Not thread-safe.
/// </summary>
/// <param name="group">The ranks.</param>
/// <param name="shards">This rank's shards.</param>
/// <param name="mostElements">Elements of the largest bucket.</param>
internal sealed class GatheredShards(ProcessGroup group, ShardBuffer shards, int mostElements)
{
    // All shards' pieces stay in the second-level cache.
    private const int MostPieceElements = 4096;

    private readonly int ownCount = shards.Map.ShardsOf(group.Rank).Length;
    private readonly int shardCount = shards.Map.ShardCount;
    private readonly int pieceElements = Math.Min(MostPieceElements, mostElements);
    private readonly LocalShardSum local = new(shards.Map.ShardCount, Math.Min(MostPieceElements, mostElements));
    private readonly float[] own = new float[checked(shards.Map.ShardsOf(group.Rank).Length * mostElements)];

    /// <summary>The bucket of this rank's shards, one after the other; a view, valid until the next call.</summary>
    internal ReadOnlySpan<float> Join(in GradientBucket bucket)
    {
        for (var position = 0; position < ownCount; position++)
            shards.Shard(position).Span.Slice(bucket.Start, bucket.Count).CopyTo(own.AsSpan(position * bucket.Count));
        return own.AsSpan(0, ownCount * bucket.Count);
    }

    /// <summary>Sums the bucket of all shards, one after the other, into this rank's result.</summary>
    internal void Sum(ReadOnlySpan<float> all, in GradientBucket bucket)
    {
        var result = shards.Result.Span.Slice(bucket.Start, bucket.Count);
        for (var start = 0; start < bucket.Count; start += pieceElements)
        {
            var count = Math.Min(pieceElements, bucket.Count - start);
            for (var shard = 0; shard < shardCount; shard++) all.Slice(shard * bucket.Count + start, count).CopyTo(local[shard]);
            local.Sum(result.Slice(start, count));
        }
    }
}
