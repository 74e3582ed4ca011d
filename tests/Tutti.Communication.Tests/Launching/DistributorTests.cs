using Tutti.Communication.Launching;

namespace Tutti.Communication.Tests.Launching;

public sealed class DistributorTests
{
    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public async Task RunAsync_EveryWorker_RunsOnItsOwnNamedThreadAndReturnsByRank(int size)
    {
        var options = new DistributorOptions { Workers = size, Name = "crew", Timeout = Ranks.Deadline };
        var results = await Distributor.RunAsync(options, (world, _) => (world.Rank, Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground));
        Assert.Equal(Enumerable.Range(0, size).Select(rank => (rank, (string?)$"crew-{rank}", true)), results);
    }

    [Fact]
    public async Task RunAsync_NoWorkerCount_TakesOneACore()
    {
        var results = await Distributor.RunAsync(new DistributorOptions(), (world, _) => world.Size);
        Assert.Equal(Environment.ProcessorCount, results.Count);
    }

    [Fact]
    public async Task RunAsync_OptionsThatDoNotFit_NamesAllProblemsAtOnce()
    {
        var options = new DistributorOptions { Workers = 0, Timeout = TimeSpan.Zero, Name = " " };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Distributor.RunAsync(options, (_, _) => 0));
        Assert.Contains("Workers: too few. Got 0. Expected 1 or more.", error.Message);
        Assert.Contains("Timeout: out of range. Got 00:00:00.", error.Message);
        Assert.Contains("Name: empty.", error.Message);
    }

    [Fact]
    public async Task RunAsync_WorkerThrows_ThrowsFirstCauseUnchangedWithItsRank()
    {
        var cause = new FormatException("boom");
        var options = new DistributorOptions { Workers = 3, Timeout = Ranks.Deadline };
        var thrown = await Assert.ThrowsAsync<FormatException>(() => Distributor.RunAsync(options, (world, _) =>
        {
            if (world.Rank == 2) throw cause;
            world.Group.Barrier();
            return 0;
        }));
        Assert.Same(cause, thrown);
        Assert.Equal(2, thrown.Data[Distributor.RankKey]);
        Assert.Null(thrown.Data[Distributor.StillRunningKey]);
    }

    [Fact]
    public async Task RunAsync_CascadeWrappedByUser_StillThrowsFirstCause()
    {
        var options = new DistributorOptions { Workers = 2, Timeout = Ranks.Deadline };
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => Distributor.RunAsync(options, (world, _) =>
        {
            if (world.Rank == 1) throw new FormatException("boom");
            try
            {
                world.Group.Barrier();
            }
            catch (PeerLostException lost)
            {
                throw new InvalidOperationException("wrapped", lost);
            }

            return 0;
        }));
        Assert.IsType<FormatException>(thrown);
    }

    [Fact]
    public async Task RunAsync_WorkerHandlesFaultAndReturns_GivesResults()
    {
        var options = new DistributorOptions { Workers = 2, Timeout = Ranks.Deadline };
        var results = await Distributor.RunAsync(options, (world, _) =>
        {
            if (world.Rank == 1) world.Group.Abort(new FormatException("give up"));
            return Record.Exception(world.Group.Barrier)?.GetType();
        });
        Assert.Equal([typeof(PeerLostException), typeof(PeerLostException)], results);
    }

    [Fact]
    public async Task RunAsync_WorkerIgnoresFault_ThrowsAfterTimeoutAndNamesIt()
    {
        using var release = new ManualResetEventSlim();
        var options = new DistributorOptions { Workers = 2, Timeout = Ranks.Short };
        try
        {
            var thrown = await Assert.ThrowsAsync<FormatException>(() => Distributor.RunAsync(options, (world, _) =>
            {
                if (world.Rank == 0) throw new FormatException("boom");
                release.Wait(Ranks.Deadline);
                return 0;
            }));
            Assert.Equal([1], Assert.IsType<int[]>(thrown.Data[Distributor.StillRunningKey]));
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_StartsNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var started = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (_, _) => started = true, source.Token));
        Assert.False(started);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileRanksWait_ThrowsCancellationOfThatToken()
    {
        using var source = new CancellationTokenSource();
        var job = Distributor.RunAsync(new DistributorOptions { Workers = 3, Timeout = Ranks.Deadline }, (world, token) =>
        {
            if (world.Rank == 1)
            {
                source.Cancel();
                token.ThrowIfCancellationRequested();
            }

            world.Group.Barrier();
            return 0;
        }, source.Token);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job);
        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task RunAsync_CancelledButEveryWorkerReturns_GivesResults()
    {
        using var source = new CancellationTokenSource();
        var results = await Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (world, token) =>
        {
            source.Cancel();
            return token.IsCancellationRequested;
        }, source.Token);
        Assert.Equal([true, true], results);
    }

    [Fact]
    public async Task RunAsync_WorkerSeesCancellationFirst_OthersThrowCancellationToo()
    {
        using var source = new CancellationTokenSource();
        using var allThrew = new CountdownEvent(2);
        Exception? seen = null;
        var job = Distributor.RunAsync(new DistributorOptions { Workers = 2, Timeout = Ranks.Deadline }, (world, token) =>
        {
            try
            {
                if (world.Rank == 0)
                {
                    Assert.True(token.WaitHandle.WaitOne(Ranks.Deadline));
                    token.ThrowIfCancellationRequested();
                }

                world.Group.Barrier();
                return 0;
            }
            catch (Exception error) when (world.Rank == 1)
            {
                seen = error;
                throw;
            }
            finally
            {
                allThrew.Signal();
            }
        }, source.Token);
        // Called before the job's own callback: the workers see the token first.
        using var first = source.Token.Register(() => allThrew.Wait(Ranks.Deadline));
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job);
        Assert.IsAssignableFrom<OperationCanceledException>(seen);
    }
}
