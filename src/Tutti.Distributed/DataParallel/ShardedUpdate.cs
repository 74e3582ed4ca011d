using Tutti.Communication;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// A rank's part of the update, and what it needs of the others'. Values travel bucket by bucket through memory that gradients no longer
/// need. Not thread-safe.
/// </summary>
internal sealed class ShardedUpdate : IShardedUpdate
{
    private readonly ProcessGroup group;
    private readonly IParameterSource model;
    private readonly GradientLayout layout;
    private readonly BucketPlan plan;
    private readonly OwnershipPlan owners;
    private readonly Func<GradientBucket, Memory<float>> memoryOf;
    private readonly (int Start, int Count)[] parts;
    private readonly int[] counts, blockCounts, nextSquare;
    private readonly int[][] blocks;
    private readonly double[] squares;

    /// <param name="group">The ranks.</param>
    /// <param name="model">This rank's replica.</param>
    /// <param name="layout">Where parameters lie in a shard's memory.</param>
    /// <param name="plan">The buckets.</param>
    /// <param name="owners">Who owns what.</param>
    /// <param name="gradientsOf">Where the summed gradients of the own part of a parameter are.</param>
    /// <param name="memoryOf">Memory as long as a bucket, free between the update and the next step.</param>
    internal ShardedUpdate(
        ProcessGroup group, IParameterSource model, GradientLayout layout, BucketPlan plan, OwnershipPlan owners,
        Func<int, (int Start, int Count), Memory<float>> gradientsOf, Func<GradientBucket, Memory<float>> memoryOf)
    {
        (this.group, this.model, this.layout) = (group, model, layout);
        (this.plan, this.owners, this.memoryOf) = (plan, owners, memoryOf);
        parts = [.. Enumerable.Range(0, model.ParameterCount).Select(index => owners.PartOf(index, group.Rank))];
        Own = new OwnParameters(model, parts, [.. parts.Select((part, index) => gradientsOf(index, part))]);
        (counts, nextSquare) = (new int[group.Size], new int[group.Size]);
        blocks = [.. parts.Select((_, index) => counts.Select((_, rank) => BlocksOf(index, rank)).ToArray())];
        blockCounts = [.. counts.Select((_, rank) => blocks.Sum(ofParameter => ofParameter[rank]))];
        squares = new double[blockCounts.Sum()];
    }

    public IParameterSource Own { get; }

    public int StartOf(int parameter) => parts[parameter].Start;

    public void ShareValues()
    {
        foreach (var bucket in plan.Buckets)
        {
            var bounds = owners.BoundsOf(bucket);
            var memory = memoryOf(bucket).Span;
            for (var rank = 0; rank < counts.Length; rank++) counts[rank] = bounds[rank + 1] - bounds[rank];
            Copy(bucket, memory, toModel: false);
            var all = memory[(bounds[0] - bucket.Start)..];
            group.AllGatherUneven<float>(all.Slice(bounds[group.Rank] - bounds[0], counts[group.Rank]), counts, all);
            Copy(bucket, memory, toModel: true);
        }
    }

    public double GradientNorm()
    {
        // In rank order, within a rank in the order of parameters: as the walk below finds them.
        var (first, end) = (blockCounts.Take(group.Rank).Sum(), 0);
        var own = squares.AsSpan(first, blockCounts[group.Rank]);
        for (var index = 0; index < parts.Length; index++) end += GradientClipping.SquaredNorms(Own.Gradients(index), own[end..]);
        group.AllGatherUneven<double>(own, blockCounts, squares);
        nextSquare[0] = 0;
        for (var rank = 1; rank < nextSquare.Length; rank++) nextSquare[rank] = nextSquare[rank - 1] + blockCounts[rank - 1];
        var sum = 0.0;
        for (var index = 0; index < parts.Length; index++)
        {
            var ofParameter = 0.0;
            for (var rank = 0; rank < nextSquare.Length; rank++)
                for (var block = blocks[index][rank]; block > 0; block--) ofParameter += squares[nextSquare[rank]++];
            sum += ofParameter;
        }
        return Math.Sqrt(sum);
    }

    public float[] Join(int parameter, ReadOnlySpan<float> own) => group.Gather(own);

    public bool Ask(bool answer)
    {
        Span<byte> word = [(byte)(answer ? 1 : 0)];
        group.Broadcast(word);
        return word[0] != 0;
    }

    private int BlocksOf(int parameter, int rank) =>
        (owners.PartOf(parameter, rank).Count + GradientClipping.BlockElements - 1) / GradientClipping.BlockElements;

    // To the memory goes what is the rank's own, to the model what is not.
    private void Copy(in GradientBucket bucket, Span<float> memory, bool toModel)
    {
        for (var index = bucket.FirstParameter; index < bucket.EndParameter; index++)
        {
            var values = model.Values(index);
            var inBucket = memory.Slice(layout.Offsets[index] - bucket.Start, values.Length);
            var (start, count) = parts[index];
            if (!toModel)
            {
                values.Slice(start, count).CopyTo(inBucket[start..]);
                continue;
            }
            inBucket[..start].CopyTo(values);
            inBucket[(start + count)..].CopyTo(values[(start + count)..]);
        }
    }
}
