using Tutti.Communication;
using Tutti.Communication.Collectives;

namespace Tutti.Distributed;

/// <summary><see cref="GradientAveraging.ReduceBroadcast"/>: rank 0 gets all shards, sums them and sends everyone the sum.</summary>
internal sealed class ReduceBroadcastSum(ProcessGroup group, ShardBuffer shards, int mostElements) : IBucketSum
{
    private readonly GatheredShards gathered = new(group, shards, mostElements);

    public void Sum(in GradientBucket bucket)
    {
        var all = group.Gather(gathered.Join(bucket));
        if (group.Rank == 0) gathered.Sum(all, bucket);
        group.Broadcast(shards.Result.Span.Slice(bucket.Start, bucket.Count));
    }
}
