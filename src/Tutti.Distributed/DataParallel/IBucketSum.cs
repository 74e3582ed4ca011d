namespace Tutti.Distributed;

/// <summary>
/// A way to sum a bucket over all shards: what is in the same range of all shards' memory becomes, in the first own shard of every rank, their
/// sum in the tree of <see cref="Communication.ProcessGroup.SumShards(Communication.Collectives.ShardBuffer)"/>, or what is left of it after
/// compression; the same bits on every rank, whatever their number and the size of buckets. May overwrite the range of all own shards.
/// Called for the buckets in order, from one thread at a time. Collective.
/// </summary>
internal interface IBucketSum
{
    /// <summary>The bucket is complete: called before <see cref="Sum"/>, on the thread that computes.</summary>
    void Prepare(in GradientBucket bucket)
    {
    }

    void Sum(in GradientBucket bucket);

    /// <summary>What later steps need of earlier ones; the same in the same order on every rank. By default nothing.</summary>
    IEnumerable<RememberedValues> Remembered => [];
}
