using System.Diagnostics;
using Tutti.Learning.Data.Loading;

namespace Tutti.Learning.Tests.Data.Loading;

public sealed class PrefetchingLoaderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void TryGetNext_AnyDepth_BringsThePlansBatches(int depth)
    {
        var plan = new BatchPlan(sampleCount: 103, batchSize: 10, shardCount: 4, seed: 5);
        int[] shards = [1, 3];
        using var loader = new PrefetchingLoader(new NumberedSource(103), plan, shards, new LoaderOptions { Depth = depth, EpochCount = 3 });
        var order = new int[103];

        for (var epoch = 0; epoch < 3; epoch++)
        {
            plan.CopyOrder(epoch, order);
            for (var step = 0; step < plan.StepCount; step++)
            {
                foreach (var shard in shards)
                {
                    Assert.True(loader.TryGetNext(out var batch));
                    var slice = plan.SliceOf(step, shard);
                    var rows = order[slice.Start..(slice.Start + slice.Count)];
                    Assert.Equal((epoch, step, shard, slice.Count, plan.BatchCountOf(step)),
                        (batch.Epoch, batch.Step, batch.Shard, batch.Count, batch.BatchCount));
                    Assert.Equal(rows.SelectMany(row => new float[] { row, row }), batch.Samples(0, batch.Count).ToArray<float>());
                    Assert.Equal(rows.Select(row => (long)(row % 10)), batch.Targets(0, batch.Count).ToArray<long>());
                }
            }
        }
        Assert.False(loader.TryGetNext(out _));
        Assert.False(loader.TryGetNext(out _));
    }

    [Theory]
    [InlineData(1, true)] // shorter than any read
    [InlineData(TimeSpan.TicksPerDay, false)]
    public void TryGetNext_ThreadFromATime_ReadsHereUntilReadsTakeLonger(long ticks, bool ends)
    {
        var plan = new BatchPlan(sampleCount: 100, batchSize: 2, shardCount: 1, seed: 5);
        var (here, readers) = (Environment.CurrentManagedThreadId, new List<int>());
        var source = new NumberedSource(100) { BeforeRead = _ => readers.Add(Environment.CurrentManagedThreadId) };
        using var eager = new PrefetchingLoader(new NumberedSource(100), plan, [0], new LoaderOptions());
        using (var loader = new PrefetchingLoader(source, plan, [0], new LoaderOptions { ThreadFrom = TimeSpan.FromTicks(ticks) }))
        {
            while (eager.TryGetNext(out var expected))
            {
                Assert.True(loader.TryGetNext(out var batch));
                Assert.Equal((expected.Epoch, expected.Step), (batch.Epoch, batch.Step));
                Assert.Equal(expected.Samples(0, 2).ToArray<float>(), batch.Samples(0, 2).ToArray<float>());
            }
            Assert.False(loader.TryGetNext(out _));
        }

        Assert.Equal(plan.StepCount, readers.Count);
        Assert.All(readers.Take(8), reader => Assert.Equal(here, reader));
        Assert.Equal(ends, readers[^1] != here);
    }

    [Fact]
    public void TryGetNext_FewerSamplesThanShards_BringsAnEmptyBatch()
    {
        var plan = new BatchPlan(sampleCount: 2, batchSize: 2, shardCount: 3, seed: 5);
        using var loader = new PrefetchingLoader(new NumberedSource(2), plan, [2], new LoaderOptions());

        Assert.True(loader.TryGetNext(out var batch));

        Assert.Equal((0, 2, 0, 0), (batch.Count, batch.BatchCount, batch.Samples(0, 0).ElementCount, batch.Targets(0, 0).ElementCount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryGetNext_Resumed_GoesOnWhereTheWholeRunWouldBe(int depth)
    {
        var plan = new BatchPlan(100, 10, 2, 5);
        using var whole = new PrefetchingLoader(new NumberedSource(100), plan, [0, 1], new LoaderOptions { Depth = depth, EpochCount = 3 });
        using var resumed = new PrefetchingLoader(new NumberedSource(100), plan, [0, 1],
            new LoaderOptions { Depth = depth, FirstEpoch = 1, FirstStep = 4, EpochCount = 2 });
        for (var skipped = 0; skipped < 2 * (10 + 4); skipped++) whole.TryGetNext(out _);

        var count = 0;
        while (whole.TryGetNext(out var expected))
        {
            Assert.True(resumed.TryGetNext(out var actual));
            Assert.Equal((expected.Epoch, expected.Step, expected.Shard), (actual.Epoch, actual.Step, actual.Shard));
            Assert.Equal(expected.Samples(0, expected.Count).ToArray<float>(), actual.Samples(0, actual.Count).ToArray<float>());
            count++;
        }
        Assert.False(resumed.TryGetNext(out _));
        Assert.Equal(2 * (6 + 10), count);
    }

    [Fact]
    public void TryGetNext_SlowConsumer_IsReadAheadByTheDepthAndNoMore()
    {
        const int depth = 3;
        var asked = 0;
        var farthest = 0;
        var source = new NumberedSource(1000) { BeforeRead = read => farthest = Math.Max(farthest, read - Volatile.Read(ref asked)) };
        using (var loader = new PrefetchingLoader(source, new BatchPlan(1000, 10, 1, 5), [0], new LoaderOptions { Depth = depth }))
        {
            while (asked < 20)
            {
                Assert.True(SpinWait.SpinUntil(() => source.ReadCount >= asked + depth, Deadline));
                Volatile.Write(ref asked, asked + 1);
                Assert.True(loader.TryGetNext(out _));
            }
        }
        // The read with index n is allowed when n - depth batches have been taken, not before: index minus taken is at most depth - 1.
        Assert.Equal(depth - 1, farthest);
    }

    [Fact]
    public void TryGetNext_WhileABatchIsHeld_ItsMemoryStaysAsItIs()
    {
        var source = new NumberedSource(1000);
        using var loader = new PrefetchingLoader(source, new BatchPlan(1000, 10, 1, 5), [0], new LoaderOptions { Depth = 2 });
        for (var round = 0; round < 50; round++)
        {
            Assert.True(loader.TryGetNext(out var batch));
            var held = batch.Samples(0, batch.Count).ToArray<float>();
            // The reader has filled all it may; the held batch must not be among it.
            Assert.True(SpinWait.SpinUntil(() => source.ReadCount == round + 3, Deadline));
            Assert.Equal(held, batch.Samples(0, batch.Count).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryGetNext_SourceFails_ThrowsItAfterTheBatchesBefore(int depth)
    {
        var source = new NumberedSource(100) { BeforeRead = read => { if (read == 3) throw new InvalidDataException("row 3"); } };
        using var loader = new PrefetchingLoader(source, new BatchPlan(100, 10, 1, 5), [0], new LoaderOptions { Depth = depth });

        for (var read = 0; read < 3; read++) Assert.True(loader.TryGetNext(out _));

        Assert.Equal("row 3", Assert.Throws<InvalidDataException>(() => loader.TryGetNext(out _)).Message);
    }

    [Fact]
    public void TryGetNext_SourceBlocks_EndsAtItsDeadline()
    {
        using var release = new ManualResetEventSlim();
        var source = new NumberedSource(100) { BeforeRead = _ => release.Wait() };
        using var loader = new PrefetchingLoader(source, new BatchPlan(100, 10, 1, 5), [0],
            new LoaderOptions { Timeout = TimeSpan.FromMilliseconds(50) });

        Assert.Contains("brought no batch within", Assert.Throws<TimeoutException>(() => loader.TryGetNext(out _)).Message);
        // Disposal of a loader whose source still blocks would throw too.
        Assert.Throws<TimeoutException>(loader.Dispose);
        release.Set();
    }

    [Fact]
    public async Task TryGetNext_CancelledWhileWaiting_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        using var reading = new ManualResetEventSlim();
        var source = new NumberedSource(100)
        {
            BeforeRead = _ =>
            {
                reading.Set();
                release.Wait();
            },
        };
        using var loader = new PrefetchingLoader(source, new BatchPlan(100, 10, 1, 5), [0], new LoaderOptions(), cancellation.Token);
        var waiting = Task.Run(() => loader.TryGetNext(out _));
        Assert.True(reading.Wait(Deadline));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline));
        release.Set();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryGetNext_CancelledBefore_Throws(int depth)
    {
        using var loader = new PrefetchingLoader(new NumberedSource(100), new BatchPlan(100, 10, 1, 5), [0],
            new LoaderOptions { Depth = depth }, new CancellationToken(canceled: true));

        Assert.ThrowsAny<OperationCanceledException>(() => loader.TryGetNext(out _));
    }

    [Fact]
    public void Dispose_InTheMiddleOfAnEndlessRun_EndsTheThread()
    {
        var source = new NumberedSource(100);
        var loader = new PrefetchingLoader(source, new BatchPlan(100, 10, 1, 5), [0], new LoaderOptions { EpochCount = null });
        for (var batch = 0; batch < 25; batch++) loader.TryGetNext(out _);
        var watch = Stopwatch.StartNew();

        loader.Dispose();
        loader.Dispose();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Deadline);
        var reads = source.ReadCount;
        Assert.InRange(reads, 25, 27);
        Assert.Throws<ObjectDisposedException>(() => loader.TryGetNext(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryGetNext_SteadyState_AllocatesNothing(int depth)
    {
        var plan = new BatchPlan(1000, 10, 2, 5);
        using var loader = new PrefetchingLoader(new NumberedSource(1000), plan, [0, 1], new LoaderOptions { Depth = depth, EpochCount = null });
        for (var batch = 0; batch < 1000; batch++) loader.TryGetNext(out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var batch = 0; batch < 2000; batch++) loader.TryGetNext(out _);

        // Of the reading thread too: it allocates in the same code, and with depth 0 on this thread.
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Loader_WrongArguments_AreRefused()
    {
        var source = new NumberedSource(100);
        var plan = new BatchPlan(100, 10, 2, 5);

        Assert.Contains("99 samples", Assert.Throws<ArgumentException>(
            () => new PrefetchingLoader(source, new BatchPlan(99, 10, 2, 5), [0], new LoaderOptions())).Message);
        Assert.Throws<ArgumentException>(() => new PrefetchingLoader(source, plan, [], new LoaderOptions()));
        Assert.Contains("Got 2. Expected 0 to 1", Assert.Throws<ArgumentException>(
            () => new PrefetchingLoader(source, plan, [2], new LoaderOptions())).Message);
        foreach (var options in new LoaderOptions[] { new() { Depth = -1 }, new() { FirstStep = 10 }, new() { EpochCount = 0 }, new() { FirstEpoch = -1 } })
            Assert.Throws<ArgumentException>(() => new PrefetchingLoader(source, plan, [0], options));
    }
}
