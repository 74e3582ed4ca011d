using Tutti.Learning.Data.Partitions;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// A plan whose logical shards are pinned to the parts of a partition: shard s of every step draws from part s only, so that the rows of a
/// part are read by nobody but the worker that has its shard. Every row of every part comes exactly once an epoch. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// An epoch's order is the parts one after the other, each shuffled by itself: Philox keyed by (seed, shuffling, epoch and part). A part
/// that has run out has an empty slice, which counts with weight zero. A partition of one part with all rows gives the plain plan's order.
/// </remarks>
public sealed class PinnedBatchPlan : BatchPlan
{
    private readonly Partition partition;
    private readonly PartPace pace;
    private readonly int[] starts;

    /// <summary>Makes a plan.</summary>
    /// <param name="partition">One part a logical shard.</param>
    /// <param name="batchSize">
    /// The global batch size, all shards together; at least one a part. With <see cref="PartPace.GlobalBatch"/> rounding may give a step up
    /// to one row a part more.
    /// </param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="pace">How the parts share the steps. Default: until the largest part is through.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch is smaller than the number of parts, or there is no such pace.</exception>
    public PinnedBatchPlan(Partition partition, int batchSize, ulong seed, PartPace pace = PartPace.LargestPart)
        : base(NotNull(partition).SampleCount, partition.RowCount, batchSize, partition.PartCount, seed)
    {
        if (batchSize < partition.PartCount)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize,
                $"PinnedBatchPlan: the batch is too small. Got {batchSize} for {partition.PartCount} parts. Expected at least one sample a part.");
        if (!Enum.IsDefined(pace))
            throw new ArgumentOutOfRangeException(nameof(pace), pace, $"PinnedBatchPlan: no such pace. Got {pace}. Expected LargestPart or GlobalBatch.");
        this.partition = partition;
        this.pace = pace;
        starts = new int[partition.PartCount];
        for (var part = 1; part < starts.Length; part++) starts[part] = starts[part - 1] + partition.Rows(part - 1).Length;
        if (pace == PartPace.LargestPart)
            StepCount = Enumerable.Range(0, ShardCount).Max(part => (partition.Rows(part).Length - 1) / RateOf(part) + 1);
    }

    /// <inheritdoc/>
    public override int LargestSliceCount => Enumerable.Range(0, ShardCount).Max(part => pace == PartPace.LargestPart
        ? Math.Min(RateOf(part), partition.Rows(part).Length)
        : (partition.Rows(part).Length - 1) / StepCount + 1);

    internal override string Identity => $"pinned {pace} {partition.Digest}";

    private protected override void FillOrder(int epoch, Span<int> rows)
    {
        for (var part = 0; part < ShardCount; part++)
        {
            var own = rows.Slice(starts[part], partition.Rows(part).Length);
            partition.Rows(part).CopyTo(own);
            new CounterRandom(Seed, RandomPurpose.Shuffling, (ulong)part << 32 | (uint)epoch).Shuffle(own);
        }
    }

    private protected override int CountBatch(int step)
    {
        var count = 0;
        for (var part = 0; part < ShardCount; part++) count += CutSlice(step, part).Count;
        return count;
    }

    private protected override ShardSlice CutSlice(int step, int shard)
    {
        long size = partition.Rows(shard).Length, rate = RateOf(shard);
        var (begin, end) = pace == PartPace.LargestPart
            ? (Math.Min(size, step * rate), Math.Min(size, (step + 1) * rate))
            : (size * step / StepCount, size * (step + 1) / StepCount);
        return new ShardSlice(starts[shard] + (int)begin, (int)(end - begin));
    }

    // What a shard takes of a whole batch, as in the plain plan.
    private int RateOf(int shard) => BatchSize / ShardCount + (shard < BatchSize % ShardCount ? 1 : 0);

    private static Partition NotNull(Partition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return partition;
    }
}
