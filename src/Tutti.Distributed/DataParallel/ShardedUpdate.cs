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
    private readonly BucketPieces[] pieces;
    private readonly Memory<float> window;
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
    /// <param name="window">Memory that is free between the update and the next step.</param>
    internal ShardedUpdate(
        ProcessGroup group, IParameterSource model, GradientLayout layout, BucketPlan plan, OwnershipPlan owners,
        Func<int, (int Start, int Count), Memory<float>> gradientsOf, Memory<float> window)
    {
        (this.group, this.model, this.layout) = (group, model, layout);
        (this.plan, this.owners, this.window) = (plan, owners, window);
        pieces = [.. plan.Buckets.Select(bucket => new BucketPieces(owners.BoundsOf(bucket), window.Length))];
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
        for (var index = 0; index < pieces.Length; index++)
            for (var piece = 0; piece < pieces[index].Count; piece++) Share(plan.Buckets[index], pieces[index], piece);
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

    private int BlocksOf(int parameter, int rank) =>
        (owners.PartOf(parameter, rank).Count + GradientClipping.BlockElements - 1) / GradientClipping.BlockElements;

    private void Share(in GradientBucket bucket, BucketPieces cut, int piece)
    {
        var bounds = cut.InWindow[piece];
        for (var rank = 0; rank < counts.Length; rank++) counts[rank] = bounds[rank + 1] - bounds[rank];
        var all = window.Span[..bounds[^1]];
        var own = all[bounds[group.Rank]..bounds[group.Rank + 1]];
        Copy(bucket, cut.PartOf(piece, group.Rank).Start, own, toModel: false);
        group.AllGatherUneven<float>(own, counts, all);
        for (var rank = 0; rank < counts.Length; rank++)
            if (rank != group.Rank) Copy(bucket, cut.PartOf(piece, rank).Start, all[bounds[rank]..bounds[rank + 1]], toModel: true);
    }

    // Between the model and memory that stands for elements of a shard's memory from start on.
    private void Copy(in GradientBucket bucket, int start, Span<float> memory, bool toModel)
    {
        for (var index = bucket.FirstParameter; index < bucket.EndParameter; index++)
        {
            var (first, count) = layout.PartIn(start, start + memory.Length, index);
            if (count == 0) continue;
            var values = model.Values(index).Slice(first, count);
            var there = memory.Slice(layout.Offsets[index] + first - start, count);
            if (toModel) there.CopyTo(values);
            else values.CopyTo(there);
        }
    }
}
