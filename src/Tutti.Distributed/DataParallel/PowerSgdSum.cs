using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Tensors.Operations;

namespace Tutti.Distributed;

/// <summary>
/// Sums gradients as products of two factors (Vogels et al. 2019). A bucket with matrices costs two sums over shards: of all left factors,
/// with the head and what is too small to be compressed in front of them, and of all right factors. Not thread-safe.
/// </summary>
internal sealed class PowerSgdSum : IBucketSum
{
    private readonly Dictionary<int, LowRankBucket> compressed = [];
    private readonly AllReduceSum whole;

    internal PowerSgdSum(ProcessGroup group, ShardBuffer shards, GradientLayout layout, BucketPlan plan, int rank)
    {
        whole = new AllReduceSum(group, shards);
        foreach (var bucket in plan.Buckets)
            if (LowRankBucket.Of(group, shards, layout, bucket, rank) is { } matrices) compressed.Add(bucket.Start, matrices);
    }

    public IEnumerable<RememberedValues> Remembered => compressed.Values.SelectMany(bucket => bucket.Remembered).OrderBy(part => part.Parameter);

    public void Sum(in GradientBucket bucket)
    {
        // Other threads compute the backward pass meanwhile; the number changes no bit.
        using var threads = ComputeThreads.Use(1);
        if (compressed.TryGetValue(bucket.Start, out var matrices)) matrices.Sum();
        else whole.Sum(bucket);
    }
}
