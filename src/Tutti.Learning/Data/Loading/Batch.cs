using Tutti.Tensors;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// The samples of one logical shard of one step. The memory belongs to the loader and is valid until its next batch is asked for.
/// </summary>
public readonly record struct Batch
{
    private readonly BatchBuffer buffer;

    internal Batch(BatchBuffer buffer, int epoch, int step, int shard, int count, int batchCount)
    {
        this.buffer = buffer;
        (Epoch, Step, Shard, Count, BatchCount) = (epoch, step, shard, count, batchCount);
    }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; }

    /// <summary>The step in the epoch, from 0.</summary>
    public int Step { get; }

    /// <summary>The logical shard.</summary>
    public int Shard { get; }

    /// <summary>How many samples; may be 0.</summary>
    public int Count { get; }

    /// <summary>How many samples the step has on all shards together: the shard's weight is <c>Count / BatchCount</c>.</summary>
    public int BatchCount { get; }

    /// <summary>Some of the batch's samples.</summary>
    /// <param name="start">The first sample, 0 … Count − 1.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view <c>[count, SampleShape…]</c>; nothing is copied.</returns>
    public Tensor Samples(int start, int count) => buffer.Samples.Rows(start, count);

    /// <summary>The targets of some of the batch's samples.</summary>
    /// <param name="start">The first sample, 0 … Count − 1.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view <c>[count, TargetShape…]</c>; nothing is copied.</returns>
    public Tensor Targets(int start, int count) => buffer.Targets.Rows(start, count);
}
