using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Compression;

namespace Tutti.Distributed;

/// <summary>A bucket that has matrices to compress, with the memory in which its factors are summed. Not thread-safe.</summary>
internal sealed class LowRankBucket
{
    private readonly ProcessGroup group;
    private readonly ShardBuffer shards, lefts, rights;
    private readonly LowRankGradient[] matrices;
    private readonly Range[] rest;
    private readonly int ownCount;

    private LowRankBucket(ProcessGroup group, ShardBuffer shards, LowRankGradient[] matrices, Range[] rest, int leftCount, int rightCount)
    {
        (this.group, this.shards, this.matrices, this.rest) = (group, shards, matrices, rest);
        ownCount = shards.Map.ShardsOf(group.Rank).Length;
        lefts = group.AllocateShards(shards.Map, leftCount);
        rights = group.AllocateShards(shards.Map, rightCount);
    }

    /// <summary>Looks for matrices; null if there are none. Collective.</summary>
    internal static LowRankBucket? Of(ProcessGroup group, ShardBuffer shards, GradientLayout layout, in GradientBucket bucket, int rank)
    {
        var parameters = Enumerable.Range(bucket.FirstParameter, bucket.ParameterCount)
            .ToLookup(index => LowRankShape.Of(layout.Shapes[index], rank) is not null);
        Range[] rest = [0..layout.HeadOf(bucket), .. parameters[false].Select(layout.RangeOf)];
        var (left, right) = (rest.Sum(LengthOf), 0);
        var matrices = new List<LowRankGradient>();
        foreach (var index in parameters[true])
        {
            var shape = LowRankShape.Of(layout.Shapes[index], rank)!;
            matrices.Add(new LowRankGradient(index, shape, layout.RangeOf(index), left, right, shards.Map.ShardsOf(group.Rank).Length));
            (left, right) = (left + shape.LeftCount, right + shape.RightCount);
        }
        return matrices.Count == 0 ? null : new LowRankBucket(group, shards, [.. matrices], rest, left, right);
    }

    /// <summary>As <see cref="IBucketSum.Remembered"/>.</summary>
    internal IEnumerable<RememberedValues> Remembered => matrices.SelectMany(matrix => matrix.Remembered(shards.Map, group.Rank));

    /// <summary>As <see cref="IBucketSum.Sum"/>.</summary>
    internal void Sum()
    {
        foreach (var matrix in matrices) matrix.Prepare();
        for (var position = 0; position < ownCount; position++)
        {
            var shard = shards.Shard(position).Span;
            var left = lefts.Shard(position).Span;
            CopyRest(shard, left, isBack: false);
            foreach (var matrix in matrices) matrix.LeftProduct(position, shard, left);
        }
        group.SumShards(lefts);
        var summed = lefts.Result.Span;
        foreach (var matrix in matrices) matrix.Orthonormalize(summed);
        for (var position = 0; position < ownCount; position++)
            foreach (var matrix in matrices) matrix.RightProduct(position, shards.Shard(position).Span, summed, rights.Shard(position).Span);
        group.SumShards(rights);
        var result = shards.Result.Span;
        foreach (var matrix in matrices) matrix.Reconstruct(summed, rights.Result.Span, result);
        CopyRest(result, summed, isBack: true);
    }

    private void CopyRest(Span<float> shard, Span<float> left, bool isBack)
    {
        var end = 0;
        foreach (var range in rest)
        {
            var inShard = shard[range];
            var inLeft = left.Slice(end, inShard.Length);
            if (isBack) inLeft.CopyTo(inShard);
            else inShard.CopyTo(inLeft);
            end += inLeft.Length;
        }
    }

    private static int LengthOf(Range range) => range.End.Value - range.Start.Value;
}
