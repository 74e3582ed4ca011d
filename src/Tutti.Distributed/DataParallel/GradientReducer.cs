using Tutti.Communication;

namespace Tutti.Distributed;

/// <summary>
/// Sums buckets over all shards, each as soon as it and those before it are final on this rank, while the backward pass goes on; what is
/// left, and always the last bucket, when the step is over. All ranks reduce the buckets in the same order, whenever each of them is ready.
/// Not thread-safe.
/// </summary>
internal sealed class GradientReducer
{
    private readonly ProcessGroup group;
    private readonly IBucketSum sum;
    private BucketPlan plan;
    private int[] missing;
    private int next;

    internal GradientReducer(ProcessGroup group, IBucketSum sum, BucketPlan plan)
    {
        (this.group, this.sum, this.plan) = (group, sum, plan);
        missing = new int[plan.Buckets.Length];
        Restart();
    }

    /// <summary>Other buckets from the next step on; between steps.</summary>
    internal void Follow(BucketPlan other)
    {
        plan = other;
        missing = new int[plan.Buckets.Length];
        Restart();
    }

    /// <summary>Whether any bucket can be reduced before the step is over.</summary>
    internal bool IsDivided => missing.Length > 1;

    /// <summary>A parameter's gradient is final on all shards of this rank. Once a step for each, or never.</summary>
    internal void Complete(int parameter)
    {
        missing[plan.BucketOf(parameter)]--;
        // The last bucket holds what is known only at the end.
        while (next < missing.Length - 1 && missing[next] == 0)
        {
            var bucket = plan.Buckets[next++];
            sum.Prepare(bucket);
            // A failure faults the group: Finish throws it.
            _ = group.RunAsync(_ => sum.Sum(bucket));
        }
    }

    /// <summary>Sums what is left and returns when every bucket is summed. Collective.</summary>
    internal void Finish()
    {
        // Sums use the same memory for every bucket.
        group.AwaitQueued();
        for (; next < missing.Length; next++)
        {
            sum.Prepare(plan.Buckets[next]);
            sum.Sum(plan.Buckets[next]);
        }
        Restart();
    }

    private void Restart()
    {
        next = 0;
        for (var bucket = 0; bucket < missing.Length; bucket++) missing[bucket] = plan.Buckets[bucket].ParameterCount;
    }
}
