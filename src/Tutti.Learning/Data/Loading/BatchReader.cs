namespace Tutti.Learning.Data.Loading;

/// <summary>Reads the batches of some shards one after the other: by steps, within a step by shards. Not thread-safe.</summary>
internal sealed class BatchReader
{
    private readonly ISampleSource source;
    private readonly BatchPlan plan;
    private readonly int[] shards;
    private readonly int[] order;
    private readonly int? endEpoch;
    private int epoch, step, position;
    private int orderedEpoch = -1;

    public BatchReader(ISampleSource source, BatchPlan plan, ReadOnlySpan<int> shards, LoaderOptions options)
    {
        this.source = source;
        this.plan = plan;
        this.shards = shards.ToArray();
        order = new int[plan.SampleCount];
        epoch = options.FirstEpoch;
        step = options.FirstStep;
        endEpoch = options.FirstEpoch + options.EpochCount;
    }

    /// <summary>Reads the next batch into the buffer; false after the last.</summary>
    public bool TryRead(BatchBuffer buffer)
    {
        if (epoch == endEpoch) return false;
        if (orderedEpoch != epoch)
        {
            plan.CopyOrder(epoch, order);
            orderedEpoch = epoch;
        }
        var shard = shards[position];
        var slice = plan.SliceOf(step, shard);
        var rows = order.AsSpan(slice.Start, slice.Count);
        source.CopySamples(rows, buffer.Samples.Fill(slice.Count));
        source.CopyTargets(rows, buffer.Targets.Fill(slice.Count));
        buffer.Batch = new Batch(buffer, epoch, step, shard, slice.Count, plan.BatchCountOf(step));
        Advance();
        return true;
    }

    private void Advance()
    {
        if (++position < shards.Length) return;
        position = 0;
        if (++step < plan.StepCount) return;
        step = 0;
        epoch++;
    }
}
