using Tutti.Communication;
using Tutti.Communication.Collectives;

namespace Tutti.Distributed;

/// <summary>
/// Sums shards that this rank has all of: a group of one that owns them, so that there is one implementation of the tree. Not thread-safe.
/// </summary>
internal sealed class LocalShardSum
{
    private readonly ProcessGroup group = World.Single().Group;
    private readonly ShardBuffer shards;

    /// <param name="shardCount">How many shards.</param>
    /// <param name="elementCount">The most elements of each that are summed at once.</param>
    internal LocalShardSum(int shardCount, int elementCount) =>
        shards = group.AllocateShards(ShardMap.Contiguous(shardCount, size: 1), elementCount);

    /// <summary>Where a shard's values go before <see cref="Sum"/>.</summary>
    internal Span<float> this[int shard] => shards.Shard(shard).Span;

    /// <summary>Sums the first elements of all shards. They are overwritten.</summary>
    internal void Sum(Span<float> result)
    {
        group.SumShards(shards, 0, result.Length);
        shards.Result.Span[..result.Length].CopyTo(result);
    }
}
