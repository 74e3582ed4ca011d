using System.Diagnostics;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Threads;

public sealed class FaultTests
{
    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(7)]
    public void Collective_RankThrows_OthersLoseItAtOnceWithFirstCause(int size)
    {
        var watch = Stopwatch.StartNew();
        var errors = new Exception?[size];
        var cause = new FormatException("boom");
        var thrown = Record.Exception(() => Ranks.Run(size, world =>
        {
            world.Group.Barrier();
            if (world.Rank == 1) throw cause;
            errors[world.Rank] = Record.Exception(() => world.Group.AllGather<float>([1]));
            Assert.Throws<PeerLostException>(world.Group.Barrier);
            Assert.True(world.Faulted.IsCancellationRequested);
            return 0;
        }));
        Assert.Same(cause, thrown);
        Assert.True(watch.Elapsed < Ranks.Deadline, "the others waited for the timeout");
        for (var rank = 0; rank < size; rank++)
        {
            if (rank == 1) continue;
            var lost = Assert.IsType<PeerLostException>(errors[rank]);
            Assert.Same(cause, lost.InnerException);
            Assert.Equal((rank, 1, 2, "AllGather"), (lost.Rank, lost.Peer, lost.OperationNumber, lost.Operation));
            Assert.StartsWith($"AllGather #2 on group 'workers': rank 1 of {size} is lost. Got FormatException on rank 1: boom", lost.Message);
        }
    }

    [Fact]
    public void Collective_RanksNeverArrive_OthersNameThemAfterTimeout()
    {
        using var over = new CountdownEvent(2);
        var errors = Ranks.Catch(4, world =>
        {
            world.Group.Barrier();
            if (world.Rank is 1 or 3)
                Assert.True(over.Wait(Ranks.Deadline));
            try
            {
                world.Group.Broadcast(new float[3].AsSpan());
            }
            finally
            {
                if (world.Rank is 0 or 2) over.Signal();
            }
        }, Ranks.Short);
        foreach (var rank in new[] { 0, 1, 2, 3 })
        {
            var timeout = Assert.IsType<CollectiveTimeoutException>(errors[rank]);
            Assert.Equal([1, 3], timeout.MissingRanks);
            Assert.Equal((rank, 1, 2, "Broadcast"), (timeout.Rank, timeout.Peer, timeout.OperationNumber, timeout.Operation));
            Assert.Matches(@"^Broadcast #2 on group 'workers': rank [02] of 4 heard nothing from ranks 1, 3 for 00:00:00\.\d+\.", timeout.Message);
        }

        // Those who waited did so for the timeout; who came late did not wait at all.
        Assert.Contains(new[] { 0, 2 }, rank => ((CollectiveTimeoutException)errors[rank]!).Elapsed >= Ranks.Short);
        Assert.Equal(TimeSpan.Zero, ((CollectiveTimeoutException)errors[1]!).Elapsed);
    }

    [Fact]
    public void Collective_RankReturnsEarly_OthersAreToldAtOnce()
    {
        var watch = Stopwatch.StartNew();
        var errors = Ranks.Catch(3, world =>
        {
            world.Group.Barrier();
            if (world.Rank != 2) world.Group.Barrier();
        });
        Assert.True(watch.Elapsed < Ranks.Deadline, "the others waited for the timeout");
        Assert.Null(errors[2]);
        foreach (var rank in new[] { 0, 1 })
        {
            var lost = Assert.IsType<PeerLostException>(errors[rank]);
            Assert.Equal(2, lost.Peer);
            Assert.StartsWith("Barrier #2 on group 'workers': rank 2 of 3 has ended its work. Got no operation #2 from it.", lost.Message);
        }
    }

    [Fact]
    public void Collective_JobCancelledWhileRanksWait_ThrowsCancellationNowAndLater()
    {
        using var source = new CancellationTokenSource();
        using var over = new ManualResetEventSlim();
        var errors = Ranks.Catch(2, world =>
        {
            if (world.Rank == 1)
            {
                source.Cancel();
                Ranks.Await(over);
                world.Group.Barrier();
            }

            try
            {
                world.Group.Barrier();
            }
            finally
            {
                over.Set();
            }
        }, cancellation: source.Token);
        Assert.All(errors, error => Assert.Equal(source.Token, Assert.IsAssignableFrom<OperationCanceledException>(error).CancellationToken));
    }

    [Fact]
    public void Abort_ByOneRank_FailsEveryLaterCallWithTheFirstCause()
    {
        var first = new FormatException("first");
        Ranks.Run(3, world =>
        {
            if (world.Rank == 0) world.Group.Abort(first);
            else Assert.Same(first, Assert.Throws<PeerLostException>(world.Group.Barrier).InnerException);
            world.Group.Abort(new FormatException("second"));
            for (var repeat = 0; repeat < 3; repeat++)
            {
                var lost = Assert.Throws<PeerLostException>(() => world.Group.AllGather<int>([1]));
                Assert.Equal((0, first), (lost.Peer, lost.InnerException));
            }

            return 0;
        });
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
