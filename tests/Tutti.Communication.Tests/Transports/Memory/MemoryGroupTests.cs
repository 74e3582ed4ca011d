using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Tests.Transports.SharedMemory;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Memory;

public sealed class MemoryGroupTests
{
    [Fact]
    public void Staged_CalledAgainAfterAFault_LeavesWhatASlowRankStillReads()
    {
        var (job, faults) = (SegmentRanks.NewJob(), new FaultBoard());
        var options = SegmentRanks.Options(job, 0, 2) with { Timeout = Ranks.Short };
        using var quick = new MemoryGroup(SegmentBoard.Join(options, faults), 0);
        using var slow = new MemoryGroup(SegmentBoard.Join(options with { Rank = 1 }, faults), 1);
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var sum = new[] { 10f };
        var reading = new Thread(() => slow.AllReduce(sum.AsSpan(), Reduction.Custom<float>("plus", (left, right, result) =>
        {
            inside.Set();
            Ranks.Await(goOn);
            result[0] = left[0] + right[0];
        })));
        reading.Start();

        quick.AllReduce(new[] { 1f }.AsSpan(), Reduction.Custom<float>("plus", (left, right, result) => result[0] = left[0] + right[0]));
        Ranks.Await(inside);
        Assert.IsType<CollectiveTimeoutException>(Record.Exception(() => quick.AllReduce(new[] { 2f }.AsSpan())));
        Assert.IsAssignableFrom<CommunicationException>(Record.Exception(() => quick.AllReduce(new[] { 100f }.AsSpan())));
        goOn.Set();

        Assert.True(reading.Join(Ranks.Deadline));
        Assert.Equal(11, sum[0]);
    }

    [Fact]
    public void InPlace_ThreadInterruptedWhileItWaits_StaysUntilNobodyReadsItsMemory()
    {
        var board = new ThreadBoard("workers", 2, Ranks.Deadline);
        using var first = new MemoryGroup(board, 0);
        using var second = new MemoryGroup(board, 1);
        var sum = new[] { 1f };
        Exception? error = null;
        var isInterruptedLater = false;
        var waiting = new Thread(() =>
        {
            error = Record.Exception(() => first.AllReduce(sum.AsSpan()));
            isInterruptedLater = Record.Exception(() => Thread.Sleep(Ranks.Deadline)) is ThreadInterruptedException;
        });
        waiting.Start();
        Assert.True(SpinWait.SpinUntil(() => (waiting.ThreadState & ThreadState.WaitSleepJoin) != 0, Ranks.Deadline));
        waiting.Interrupt();
        Assert.False(waiting.Join(Ranks.Short), "the thread left while others may read its memory");
        second.AllReduce(new[] { 2f }.AsSpan());

        Assert.True(waiting.Join(Ranks.Deadline));
        Assert.Null(error);
        Assert.Equal(3, sum[0]);
        Assert.True(isInterruptedLater);
    }
}
