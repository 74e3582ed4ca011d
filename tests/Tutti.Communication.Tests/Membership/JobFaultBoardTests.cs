using Tutti.Communication.Faults;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class JobFaultBoardTests
{
    private static readonly GroupFault Candidate = new(1, new IOException("the connection ended"));

    [Fact]
    public async Task Raise_VerdictIsOnItsWay_WaitsForIt()
    {
        using var asked = new ManualResetEventSlim();
        var board = new JobFaultBoard(1, _ =>
        {
            asked.Set();
            return true;
        });

        var raising = Task.Run(() => board.Raise(Candidate), TestContext.Current.CancellationToken);
        Assert.True(asked.Wait(Ranks.Deadline, TestContext.Current.CancellationToken));
        board.Accept(new VerdictMessage(1, 0, new FaultReport(0, FaultKind.Exception, "FormatException", "boom"), []));

        Assert.Equal("boom", (await raising.WaitAsync(Ranks.Deadline, TestContext.Current.CancellationToken)).Cause.Message);
    }

    [Fact]
    public void Raise_NobodyCanBeTold_StandsAtOnce() =>
        Assert.Same(Candidate, new JobFaultBoard(1, _ => false).Raise(Candidate));
}
