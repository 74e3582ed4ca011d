namespace Tutti.Communication.Tests.Transports.Mpi;

/// <summary>Beginning and end of a job under both launchers, in real processes.</summary>
public sealed class MpiJobTests
{
    public static TheoryData<string> Families => MpiRun.Families;

    [Theory, MemberData(nameof(Families))]
    public async Task Join_UnderALauncher_GivesEveryRankItsPlaceOnce(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-place");

        run.Expect(0, [$"0/2 0/2 {family} True", $"1/2 1/2 {family} True"]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Join_WithARankThatDoesNot_EndsAtTheDeadline(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-absent", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("MPI_Init: the ranks of the job did not meet. Got no answer for 00:00:01.", run.ToString());
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Exit_WithACode_EndsTheJobWithIt(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-exit", "1", "7");

        Assert.Equal(7, run.ExitCode);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Exit_ByAnUnhandledException_LeavesItsVerdictAsTheLastLine(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-throw", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            "MPI: rank 1 of 2 ended the job by an unhandled exception. InvalidOperationException: the shelf is empty", run.Error[^1]);
        Assert.Contains(run.Error, line => line.Contains("MpiJobScenarios.ThrowAs", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Abort_WithAVerdict_LeavesItAsTheLastLine(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-verdict", "0", "9");

        Assert.Equal(9, run.ExitCode);
        Assert.Equal("verdict: rank 1 was lost in AllReduce #7.", run.Error[^1]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task NullReference_WithMpiLoaded_StaysCatchable(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-null");

        run.Expect(0, ["0: caught", "1: caught"]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Broadcast_OfBytes_GivesThemToEveryRank(string family)
    {
        foreach (var length in new[] { "0", "300000" })
            (await MpiRun.OfAsync(family, 2, "mpi-broadcast", length)).Expect(0, ["0: True", "1: True"]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Broadcast_WithARankThatDoesNotTakePart_EndsAtTheDeadline(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-broadcast-absent", "0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("MPI broadcast: not all ranks took part.", run.ToString());
    }

    [Theory, MemberData(nameof(Families))]
    public async Task AllReduce_OfEveryTypeAndReduction_IsExactOnIntegers(string family)
    {
        foreach (var count in new[] { "0", "1", "100000" })
            (await MpiRun.OfAsync(family, 2, "mpi-all-reduce", count)).Expect(0, ["0: True", "1: True"]);
    }

    [Fact]
    public async Task AllReduce_WithMoreRanksThanCores_Ends()
    {
        var ranks = 2 * Environment.ProcessorCount;
        var run = await MpiRun.OfAsync("OpenMpi", ranks, "mpi-all-reduce", "1000");

        run.Expect(0, Enumerable.Range(0, ranks).Select(rank => $"{rank}: True"));
    }
}
