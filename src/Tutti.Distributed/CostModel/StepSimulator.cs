namespace Tutti.Distributed.CostModel;

/// <summary>
/// Plays one step of <see cref="DataParallel"/> through: buckets become final as the backward pass goes on, wait in one queue, and are summed
/// one after the other, in order; the last one when the pass is over. All ranks are taken to be equally fast. Pure, and the same bits for the
/// same arguments; cost: one pass over the parameters, whatever the number of ranks.
/// </summary>
public static class StepSimulator
{
    /// <summary>Predicts a step.</summary>
    /// <param name="profile">What a worker computes, and when.</param>
    /// <param name="cost">What sums cost.</param>
    /// <param name="bucketBytes">As <see cref="DataParallelOptions.BucketBytes"/>; at least 1. <see cref="int.MaxValue"/>: everything at once.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The profile is out of range; the message has all problems.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bucketBytes"/> is less than 1.</exception>
    public static StepPrediction Run(StepProfile profile, SumCost cost, int bucketBytes)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentOutOfRangeException.ThrowIfLessThan(bucketBytes, 1);
        Throw.IfAny(nameof(StepSimulator), profile.Validate());
        var (plan, final) = Lay(profile, bucketBytes);
        var (ready, end, total) = (0.0, 0.0, 0.0);
        for (var bucket = 0; bucket < plan.Buckets.Length; bucket++)
        {
            // In order: a bucket waits for those before it. The last one holds what is known only at the end.
            ready = bucket == plan.Buckets.Length - 1 ? profile.ComputeSeconds : Math.Max(ready, final[bucket]);
            var seconds = cost.RankCount == 1 ? 0 : cost.Seconds((long)plan.Buckets[bucket].Count * sizeof(float));
            end = Math.Max(end, ready) + seconds;
            total += seconds;
        }
        var exposed = Math.Max(0, end - profile.ComputeSeconds);
        return new StepPrediction(profile.ComputeSeconds + exposed + profile.UpdateSeconds, exposed, total, plan.Buckets.Length);
    }

    // The memory as GradientMemory lays it out, and when each bucket's last gradient is final.
    private static (BucketPlan Plan, double[] Final) Lay(StepProfile profile, int bucketBytes)
    {
        var offsets = new int[profile.Gradients.Count];
        var length = GradientLayout.InLines(profile.HeadElementCount);
        for (var index = 0; index < offsets.Length; index++)
        {
            offsets[index] = (int)length;
            length = checked((int)(length + GradientLayout.InLines(profile.Gradients[index].ElementCount)));
        }
        var plan = new BucketPlan(offsets, (int)length, Math.Max(1, bucketBytes / sizeof(float)));
        var final = new double[plan.Buckets.Length];
        for (var index = 0; index < offsets.Length; index++)
        {
            var seconds = Math.Min(profile.Gradients[index].FinalSeconds, profile.ComputeSeconds);
            final[plan.BucketOf(index)] = Math.Max(final[plan.BucketOf(index)], seconds);
        }
        return (plan, final);
    }
}
