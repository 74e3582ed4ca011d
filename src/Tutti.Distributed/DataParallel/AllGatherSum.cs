using Tutti.Communication;
using Tutti.Communication.Collectives;

namespace Tutti.Distributed;

/// <summary><see cref="GradientAveraging.AllGather"/>: every rank gets all shards and sums them itself.</summary>
internal sealed class AllGatherSum(ProcessGroup group, ShardBuffer shards, int mostElements) : IBucketSum
{
    private readonly GatheredShards gathered = new(group, shards, mostElements);

    public void Sum(in GradientBucket bucket) => gathered.Sum(group.AllGather(gathered.Join(bucket)), bucket);
}
