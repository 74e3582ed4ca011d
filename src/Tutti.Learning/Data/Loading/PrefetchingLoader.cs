using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// Brings the batches of a worker's own shards, in order: epoch by epoch, step by step, and in a step shard by shard. A thread of its own
/// reads ahead, where that is wanted and worth it, into a bounded ring of buffers that are used again, so that a batch costs no managed
/// memory. The batches do not depend on who reads them, nor how far ahead. One consumer; not thread-safe.
/// </summary>
/// <example><code>
/// using var loader = new PrefetchingLoader(data, plan, ownShards, new LoaderOptions { EpochCount = 12 });
/// while (loader.TryGetNext(out var batch)) …
/// </code></example>
public sealed class PrefetchingLoader : IDisposable
{
    // By so many more slow reads than quick ones a source is known to be slow, and not only disturbed or cold.
    private const int SlowReadsForThread = 8;

    // The ring: buffers [taken, filled) wait for the consumer, counted without end; the buffer before `taken` is in the consumer's hands.
    private readonly BatchBuffer[] ring;
    private readonly BatchReader reader;
    private readonly TimeSpan timeout;
    private readonly object gate = new();
    // Null: nothing is read ahead.
    private readonly TimeSpan? threadFrom;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;
    private Thread? thread;
    private long taken, filled;
    private int slowReads;
    private bool hasEnded, isStopping, isDisposed;
    private ExceptionDispatchInfo? failure;

    /// <summary>Makes a loader and begins to read.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="plan">Which samples belong to which step and shard; made for as many samples as the source has.</param>
    /// <param name="shards">This worker's logical shards, ascending; at least one.</param>
    /// <param name="options">What to read, and how far ahead.</param>
    /// <param name="cancellation">Ends waiting and reading; <see cref="TryGetNext"/> then throws.</param>
    /// <exception cref="ArgumentException">Plan, shards or options do not fit; the message says which.</exception>
    public PrefetchingLoader(
        ISampleSource source, BatchPlan plan, ReadOnlySpan<int> shards, LoaderOptions options, CancellationToken cancellation = default)
    {
        Check(source, plan, shards, options);
        reader = new BatchReader(source, plan, shards, options);
        timeout = options.Timeout;
        this.cancellation = cancellation;
        // One more than is read ahead: the batch in the consumer's hands.
        ring = new BatchBuffer[options.Depth * shards.Length + 1];
        for (var index = 0; index < ring.Length; index++) ring[index] = new BatchBuffer(plan.LargestSliceCount, source);
        if (options.Depth == 0) return;
        threadFrom = options.ThreadFrom;
        registration = cancellation.Register(WakeAll);
        if (threadFrom == TimeSpan.Zero) StartThread();
    }

    /// <summary>Gets the next batch; the memory of the previous one is used again from now on.</summary>
    /// <param name="batch">The batch, valid until the next call.</param>
    /// <returns>False after the last.</returns>
    /// <exception cref="OperationCanceledException">The loader was cancelled.</exception>
    /// <exception cref="TimeoutException">The source took longer than the options allow.</exception>
    /// <exception cref="ObjectDisposedException">The loader was disposed.</exception>
    public bool TryGetNext(out Batch batch)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (thread is null && slowReads >= SlowReadsForThread) StartThread();
        if (thread is not null) return TryTake(out batch);
        var started = Stopwatch.GetTimestamp();
        var isRead = reader.TryRead(ring[0]);
        slowReads = Math.Max(0, slowReads + (Stopwatch.GetElapsedTime(started) > threadFrom ? 1 : -1));
        batch = isRead ? ring[0].Batch : default;
        return isRead;
    }

    /// <summary>Ends the thread. A batch still held is no longer valid.</summary>
    /// <exception cref="TimeoutException">The source did not return within the options' timeout; its thread goes on in the
    /// background.</exception>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        registration.Dispose();
        if (thread is null) return;
        lock (gate)
        {
            isStopping = true;
            Monitor.PulseAll(gate);
        }
        if (!thread.Join(timeout)) throw TimedOut("did not end");
    }

    private void StartThread()
    {
        thread = new Thread(ReadAhead) { IsBackground = true, Name = "tutti data loader" };
        thread.Start();
    }

    private bool TryTake(out Batch batch)
    {
        lock (gate)
        {
            var started = Environment.TickCount64;
            while (taken == filled && !hasEnded)
            {
                var left = timeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
                if (left <= TimeSpan.Zero) throw TimedOut("brought no batch");
                Monitor.Wait(gate, left);
                cancellation.ThrowIfCancellationRequested();
            }
            if (taken == filled)
            {
                failure?.Throw();
                batch = default;
                return false;
            }
            batch = ring[taken++ % ring.Length].Batch;
            // The previous batch's buffer is free.
            Monitor.PulseAll(gate);
            return true;
        }
    }

    private void ReadAhead()
    {
        try
        {
            while (WaitForBuffer() is { } buffer && reader.TryRead(buffer)) Publish();
        }
        catch (Exception cause)
        {
            // Thrown at the consumer, after the batches before it.
            failure = ExceptionDispatchInfo.Capture(cause);
        }
        lock (gate)
        {
            hasEnded = true;
            Monitor.PulseAll(gate);
        }
    }

    // Waits without a deadline, since it is the consumer that is slow then; null when nothing more is wanted.
    private BatchBuffer? WaitForBuffer()
    {
        lock (gate)
        {
            // One buffer less than the ring has may wait: the last is in the consumer's hands.
            while (filled - taken == ring.Length - 1 && !isStopping && !cancellation.IsCancellationRequested) Monitor.Wait(gate);
            return isStopping || cancellation.IsCancellationRequested ? null : ring[filled % ring.Length];
        }
    }

    private void Publish()
    {
        lock (gate)
        {
            filled++;
            Monitor.PulseAll(gate);
        }
    }

    private void WakeAll()
    {
        lock (gate) Monitor.PulseAll(gate);
    }

    private TimeoutException TimedOut(string what) => new(
        $"PrefetchingLoader: the source {what} within {timeout}. Expected a batch to be read in that time. " +
        "Check the data's disk, or raise Timeout.");

    private static void Check(ISampleSource source, BatchPlan plan, ReadOnlySpan<int> shards, LoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        if (plan.SourceCount != source.Count)
            throw new ArgumentException(
                $"PrefetchingLoader: the plan is for another data set. Got a plan for {plan.SourceCount} samples and " +
                $"a source of {source.Count}.");
        if (shards.IsEmpty) throw new ArgumentException("PrefetchingLoader: no shards. Expected at least one of this worker's own.");
        foreach (var shard in shards)
        {
            if ((uint)shard >= (uint)plan.ShardCount)
                throw new ArgumentException($"PrefetchingLoader: no such shard. Got {shard}. Expected 0 to {plan.ShardCount - 1}.");
        }
        if (options.Depth < 0 || options.ThreadFrom < TimeSpan.Zero || options.FirstEpoch < 0 || options.EpochCount < 1 || (uint)options.FirstStep >= (uint)plan.StepCount)
            throw new ArgumentException(
                $"PrefetchingLoader: impossible options. Got {options}. Expected Depth, ThreadFrom and FirstEpoch of at least 0, EpochCount " +
                $"of at least 1, FirstStep of 0 to {plan.StepCount - 1}.");
    }
}
