using Tutti.Learning.Optimizers;

namespace Tutti.Distributed;

/// <summary>
/// Which rank updates which elements. Every bucket is cut into one part a rank, in rank order, so that all ranks send and receive at the
/// same time. Cuts lie at the beginning of a parameter or, where parameters may be divided, at whole blocks of
/// <see cref="GradientClipping.BlockElements"/> elements of one, so that each block of a norm belongs to one rank. A part is as long as
/// its rank lacks, so what one bucket cannot balance the next ones do. The head of a shard's memory belongs to nobody. Immutable.
/// </summary>
internal sealed class OwnershipPlan
{
    private readonly GradientLayout layout;
    private readonly BucketPlan plan;
    private readonly Dictionary<int, int[]> bounds = [];
    private readonly long[] counts;
    private readonly bool canDivide;

    /// <param name="layout">Where parameters lie.</param>
    /// <param name="plan">The buckets.</param>
    /// <param name="size">How many ranks.</param>
    /// <param name="canDivide">Whether a parameter may belong to several ranks.</param>
    internal OwnershipPlan(GradientLayout layout, BucketPlan plan, int size, bool canDivide)
    {
        (this.layout, this.plan, this.canDivide) = (layout, plan, canDivide);
        counts = new long[size];
        foreach (var bucket in plan.Buckets) bounds.Add(bucket.Start, Cut(bucket, size));
    }

    /// <summary>The elements that a rank owns, with the gaps between parameters.</summary>
    internal long CountOf(int rank) => counts[rank];

    /// <summary>Of elements [bounds[r], bounds[r + 1]) of a shard's memory rank r owns those that are a parameter's.</summary>
    internal int[] BoundsOf(in GradientBucket bucket) => bounds[bucket.Start];

    /// <summary>A rank's part of a parameter; where it begins within the parameter, and how long it is.</summary>
    internal (int Start, int Count) PartOf(int parameter, int rank)
    {
        var cuts = BoundsOf(plan.Buckets[plan.BucketOf(parameter)]);
        return layout.PartIn(cuts[rank], cuts[rank + 1], parameter);
    }

    private int[] Cut(in GradientBucket bucket, int size)
    {
        var first = bucket.Start + layout.HeadOf(bucket);
        var fair = counts.Sum() + bucket.End - first;
        var wanted = new double[size];
        for (var rank = 0; rank < size; rank++) wanted[rank] = Math.Max(0, (double)fair / size - counts[rank]);
        var scale = (bucket.End - first) / Math.Max(1, wanted.Sum());
        var cuts = new int[size + 1];
        (cuts[0], cuts[size]) = (first, bucket.End);
        var end = 0.0;
        for (var rank = 1; rank < size; rank++) cuts[rank] = NearestCut(bucket, first + (int)((end += wanted[rank - 1]) * scale));
        for (var rank = 0; rank < size; rank++) counts[rank] += cuts[rank + 1] - cuts[rank];
        return cuts;
    }

    private int NearestCut(in GradientBucket bucket, int position)
    {
        if (bucket.ParameterCount == 0) return bucket.End;
        var parameter = bucket.FirstParameter;
        while (parameter + 1 < bucket.EndParameter && layout.Offsets[parameter + 1] <= position) parameter++;
        var below = layout.Offsets[parameter];
        var above = parameter + 1 < bucket.EndParameter ? layout.Offsets[parameter + 1] : bucket.End;
        if (canDivide)
        {
            below += (position - below) / GradientClipping.BlockElements * GradientClipping.BlockElements;
            if (below + GradientClipping.BlockElements < layout.RangeOf(parameter).End.Value) above = below + GradientClipping.BlockElements;
        }
        return position - below <= above - position ? below : above;
    }
}
