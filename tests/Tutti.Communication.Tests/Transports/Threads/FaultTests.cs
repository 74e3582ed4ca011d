using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Threads;

/// <summary>What only threads can show; what every transport must do is in the conformance suite.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Collective_RankThrows_OthersHaveTheVeryException()
    {
        var cause = new FormatException("boom");
        var errors = new Exception?[3];
        var thrown = Record.Exception(() => Ranks.Run(3, world =>
        {
            if (world.Rank == 1) throw cause;
            errors[world.Rank] = Record.Exception(() => world.Group.AllGather<float>([1]));
            return 0;
        }));
        Assert.Same(cause, thrown);
        foreach (var rank in new[] { 0, 2 })
        {
            var lost = Assert.IsType<PeerLostException>(errors[rank]);
            Assert.Same(cause, lost.InnerException);
            Assert.Equal((1, "AllGather"), (lost.OperationNumber, lost.Operation));
            Assert.StartsWith("AllGather #1 on group 'workers': rank 1 of 3 is lost. Got FormatException on rank 1: boom", lost.Message);
        }
    }

    [Fact]
    public void Collective_RanksNeverArrive_AllAreNamedByThoseWhoWaited()
    {
        var errors = Ranks.Catch(4, world =>
        {
            world.Group.Barrier();
            if (world.Rank is 1 or 3) Assert.True(world.Faulted.WaitHandle.WaitOne(Ranks.Deadline));
            world.Group.Broadcast(new float[3].AsSpan());
        }, Ranks.Short);
        Assert.All(errors, error => Assert.Equal([1, 3], Assert.IsType<CollectiveTimeoutException>(error).MissingRanks));

        // Those who waited did so for the timeout; who came late did not wait at all.
        Assert.Contains(new[] { 0, 2 }, rank => ((CollectiveTimeoutException)errors[rank]!).Elapsed >= Ranks.Short);
        Assert.Equal(TimeSpan.Zero, ((CollectiveTimeoutException)errors[1]!).Elapsed);
    }

    [Fact]
    public void Collective_JobCancelledWhileRanksWait_ThrowsCancellationNowAndLater()
    {
        using var source = new CancellationTokenSource();
        var errors = Ranks.Catch(2, world =>
        {
            if (world.Rank == 1) source.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(world.Group.Barrier);
            world.Group.Barrier();
        }, cancellation: source.Token);
        Assert.All(errors, error =>
            Assert.Equal(source.Token, Assert.IsAssignableFrom<OperationCanceledException>(error).CancellationToken));
    }

    [Fact]
    public unsafe void Collective_FaultAfterARankHasLeft_StillWakesThoseWhoSleep()
    {
        var board = new ThreadBoard("workers", 3, Ranks.Deadline);
        MemoryGroup[] ranks = [new(board, 0), new(board, 1), new(board, 2)];
        ranks[2].Dispose();
        Exception? error = null;
        var waiting = new Thread(() => error = Record.Exception(ranks[1].Barrier));
        waiting.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref board.Slots[1].SleepsFor) == 1, Ranks.Deadline));
        board.Faults.Raise(new GroupFault(null, new OperationCanceledException()));
        Assert.True(waiting.Join(Ranks.Deadline / 2), "the sleeper was not woken");
        Assert.IsAssignableFrom<OperationCanceledException>(error);
    }

    [Fact]
    public unsafe void Collective_EnteredBySecondThreadOfARank_IsRefusedAndDisturbsNobody()
    {
        var board = new ThreadBoard("workers", 2, Ranks.Deadline);
        MemoryGroup[] ranks = [new(board, 0), new(board, 1)];
        Exception? error = null;
        var inside = new Thread(() => error = Record.Exception(ranks[0].Barrier));
        inside.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref board.Slots[0].Arrived) == 1, Ranks.Deadline));
        Assert.Contains("two threads are in group 'workers' as rank 0", Assert.Throws<InvalidOperationException>(ranks[0].Barrier).Message);
        ranks[1].Barrier();
        Assert.True(inside.Join(Ranks.Deadline));
        Assert.Null(error);
    }
}
