using Tutti.Communication;
using Tutti.Communication.Collectives;

namespace Tutti.Distributed;

/// <summary><see cref="GradientAveraging.AllReduce"/>: the group sums shards where they are.</summary>
internal sealed class AllReduceSum(ProcessGroup group, ShardBuffer shards) : IBucketSum
{
    public void Sum(in GradientBucket bucket) => group.SumShards(shards, bucket.Start, bucket.Count);
}
