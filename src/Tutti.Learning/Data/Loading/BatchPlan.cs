using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// Which samples belong to which step of which epoch, and to which logical shard of the step: here all samples in a random order.
/// <see cref="PinnedBatchPlan"/> and <see cref="WeightedBatchPlan"/> choose otherwise. A pure function of its arguments, the same on
/// every rank and machine; the number of workers has no part in it. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// An epoch's order is a permutation of all samples, drawn anew for each epoch. Batches are consecutive runs of <see cref="BatchSize"/>
/// samples; the last may be smaller and is kept. A batch of n samples is cut into S consecutive slices whose sizes differ by at most one,
/// the larger ones first: slice s has ⌊n / S⌋ samples, plus one if s &lt; n mod S.
/// </remarks>
public class BatchPlan
{
    private readonly bool isShuffled;

    /// <summary>Makes a plan.</summary>
    /// <param name="sampleCount">How many samples the data set has; at least 1.</param>
    /// <param name="batchSize">The global batch size, all shards together; at least 1.</param>
    /// <param name="shardCount">How many logical shards a step has; at least 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="isShuffled">False keeps the samples in their order, in every epoch: for evaluation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public BatchPlan(int sampleCount, int batchSize, int shardCount, ulong seed, bool isShuffled = true)
        : this(sampleCount, sampleCount, batchSize, shardCount, seed) => this.isShuffled = isShuffled;

    private protected BatchPlan(int sourceCount, int sampleCount, int batchSize, int shardCount, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        SourceCount = sourceCount;
        SampleCount = sampleCount;
        BatchSize = batchSize;
        ShardCount = shardCount;
        Seed = seed;
        StepCount = (int)(((long)sampleCount + batchSize - 1) / batchSize);
    }

    /// <summary>How many samples the data set has.</summary>
    public int SourceCount { get; }

    /// <summary>How many samples an epoch has: as many as the data set, unless a partition leaves some out or repeats some.</summary>
    public int SampleCount { get; }

    /// <summary>How many samples a batch has on all shards together, the last of an epoch excepted.</summary>
    public int BatchSize { get; }

    /// <summary>How many logical shards a step has.</summary>
    public int ShardCount { get; }

    /// <summary>How many steps an epoch has.</summary>
    public int StepCount { get; private protected init; }

    /// <summary>The most samples that a shard ever has.</summary>
    public virtual int LargestSliceCount => SliceOf(0, 0).Count;

    private protected ulong Seed { get; }

    /// <summary>
    /// What a resumed training must have again besides counts and seed; null for the plan of all samples in a random order.
    /// </summary>
    internal virtual string? Identity => null;

    /// <summary>
    /// Writes the order of an epoch's samples: here Philox keyed by (seed, shuffling, epoch), Fisher–Yates; derived plans say theirs.
    /// </summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="rows">Receives row numbers, 0 … SourceCount − 1, here each once; exactly SampleCount of them.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyOrder(int epoch, Span<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (rows.Length != SampleCount)
            throw new ArgumentException(
                $"CopyOrder: the destination does not fit. Got {rows.Length}. Expected {SampleCount}.", nameof(rows));
        FillOrder(epoch, rows);
    }

    private protected virtual void FillOrder(int epoch, Span<int> rows)
    {
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        if (isShuffled) new CounterRandom(Seed, RandomPurpose.Shuffling, (ulong)epoch).Shuffle(rows);
    }

    /// <summary>How many samples a step's batch has on all shards together.</summary>
    /// <param name="step">The step in its epoch, 0 … StepCount − 1.</param>
    /// <returns><see cref="BatchSize"/>, or what is left in the last step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public int BatchCountOf(int step)
    {
        CheckStep(step);
        return CountBatch(step);
    }

    private protected virtual int CountBatch(int step) => (int)Math.Min(BatchSize, SampleCount - (long)step * BatchSize);

    /// <summary>A shard's part of a step's batch.</summary>
    /// <param name="step">The step in its epoch, 0 … StepCount − 1.</param>
    /// <param name="shard">The logical shard, 0 … ShardCount − 1.</param>
    /// <returns>Positions in the epoch's order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step or shard.</exception>
    public ShardSlice SliceOf(int step, int shard)
    {
        CheckStep(step);
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, ShardCount);
        return CutSlice(step, shard);
    }

    private protected virtual ShardSlice CutSlice(int step, int shard)
    {
        var (size, larger) = Math.DivRem(BatchCountOf(step), ShardCount);
        return new ShardSlice(step * BatchSize + shard * size + Math.Min(shard, larger), size + (shard < larger ? 1 : 0));
    }

    private void CheckStep(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, StepCount);
    }
}
