using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Tests.Operations;

public sealed class HelperTests
{
    private sealed class CountingJob : RangeJob
    {
        public int Calls;

        public override void Run(nint body, int start, int end) => Calls += end - start;
    }

    // With no idle time the thread ends as soon as it has spun for a while: the pauses of growing length between two parts let the
    // hand-over meet it spinning, about to sleep, about to end, and ended.
    [Fact]
    public void Post_WhileTheThreadIsAboutToEnd_EveryPartIsDone()
    {
        var helper = new Helper(1, TimeSpan.Zero);
        var job = new CountingJob();
        var restarts = 0;
        for (var round = 0; round < 3000; round++)
        {
            if (helper.HasEnded) restarts++;
            helper.Post(job, 0, 0, 1);
            helper.Join();
            Assert.Equal(round + 1, job.Calls);
            Thread.SpinWait(round);
        }
        Assert.True(restarts > 1, "The thread never ended between two parts, so nothing was tested.");
    }
}
