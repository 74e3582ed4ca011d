namespace Tutti.Communication.Tests.Transports.Mpi;

/// <summary>Messages under both launchers, between real processes.</summary>
public sealed class MpiTransportTests
{
    public static TheoryData<string> Families => MpiRun.Families;

    [Theory, MemberData(nameof(Families))]
    public Task Messages_AroundARing_ArriveWhole(string family) =>
        RunAsync(family, 2, "mpi-ring", "0", "1", "8127", "8128", "8129", "8191", "8192", "8193", "1000000", "40000000");

    [Fact]
    public Task Messages_AroundARingOfMoreRanksThanCores_ArriveWhole() =>
        RunAsync("OpenMpi", 2 * Environment.ProcessorCount, "mpi-ring", "0", "8192", "8193", "1000000");

    [Theory, MemberData(nameof(Families))]
    public Task Receive_AfterMessagesCame_TakesEachChannelInOrder(string family) => RunAsync(family, 2, "mpi-late");

    [Theory, MemberData(nameof(Families))]
    public Task Messages_MoreThanTagsAndPostedHeaders_KeepTheirOrder(string family) => RunAsync(family, 2, "mpi-many");

    [Theory, MemberData(nameof(Families))]
    public Task Receive_OfAnotherMessage_TellsItAndKeepsTheMemory(string family) => RunAsync(family, 2, "mpi-disagree");

    [Theory, MemberData(nameof(Families))]
    public Task Messages_WhileTheCollectorRuns_ArriveWhole(string family) => RunAsync(family, 2, "mpi-collect");

    [Theory, MemberData(nameof(Families))]
    public Task Messages_InSteadyState_AllocateNothing(string family) => RunAsync(family, 2, "mpi-allocate");

    [Theory, MemberData(nameof(Families))]
    public async Task Receive_FromARankThatNeverSends_CanBeGivenUpAndEndsTheJob(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-silent");

        run.Expect(1, ["0: ok"]);
        Assert.Equal("MPI: rank 0 of 2 ends a job that has faulted. Its first cause was thrown on this rank.", run.Error[^1]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Send_ThatMpiRefuses_IsToldByTheNextProgress(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-nobody");

        run.Expect(1, ["0: ok 2"]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Abandon_WithASendUnderWay_KeepsItsMemoryUntilTheProcessEnds(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-abandon");

        run.Expect(1, ["0: ok"]);
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Exit_WhileAThreadStillWaitsForMessages_EndsTheJobOrderly(string family)
    {
        var run = await MpiRun.OfAsync(family, 2, "mpi-poll-on");

        // MPICH complains of receives that nobody has taken back, on standard output.
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(["0: ok", "1: ok"], run.Output.Where(line => line.EndsWith(": ok", StringComparison.Ordinal)).Order());
    }

    private static async Task RunAsync(string family, int ranks, params string[] scenario)
    {
        var run = await MpiRun.OfAsync(family, ranks, scenario);

        run.Expect(0, Enumerable.Range(0, ranks).Select(rank => $"{rank}: ok"));
    }
}
