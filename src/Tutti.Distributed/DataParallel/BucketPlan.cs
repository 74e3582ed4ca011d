namespace Tutti.Distributed;

/// <summary>
/// How a shard's memory is cut into buckets. A shard's memory is: what a step tells besides gradients (the head), then the parameters in order.
/// The backward pass goes through the parameters backwards, so bucket 0 holds the last of them, and the last bucket the first, together with
/// the head, which is known only when the step is over. A bucket takes parameters until it has the wanted size; a parameter is never
/// divided, since no part of it is final before the others. Immutable.
/// </summary>
internal sealed class BucketPlan
{
    private readonly int[] bucketOfParameter;

    /// <param name="offsets">Where each parameter begins, ascending; the head is what lies before the first.</param>
    /// <param name="length">Elements of a shard altogether.</param>
    /// <param name="bucketElements">The least that a bucket holds, the last excepted; at least 1.</param>
    internal BucketPlan(ReadOnlySpan<int> offsets, int length, int bucketElements)
    {
        bucketOfParameter = new int[offsets.Length];
        var buckets = new List<GradientBucket>();
        var (end, parameterCount) = (length, 0);
        for (var index = offsets.Length - 1; index >= 0; index--)
        {
            bucketOfParameter[index] = buckets.Count;
            parameterCount++;
            if (index == 0 || end - offsets[index] < bucketElements) continue;
            buckets.Add(new GradientBucket(offsets[index], end - offsets[index], index, parameterCount));
            (end, parameterCount) = (offsets[index], 0);
        }
        buckets.Add(new GradientBucket(0, end, 0, parameterCount));
        Buckets = [.. buckets];
    }

    /// <summary>In the order in which they are reduced.</summary>
    internal GradientBucket[] Buckets { get; }

    /// <summary>The elements of the largest bucket.</summary>
    internal int MostElements => Buckets.Max(bucket => bucket.Count);

    internal int BucketOf(int parameter) => bucketOfParameter[parameter];
}
