using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests.Slurm;

public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private static readonly string[] ThreeNodes = ["srun", "--quiet", "--time=2", "-N", "3", "-n", "3"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The nodes are one machine, so that its memory is chosen where nothing else is asked for.
    [Theory]
    [InlineData(null, "shared-memory")]
    [InlineData("tcp", "tcp")]
    public async Task Train_ThreeNodes_EndsWithTheBitsOfOneThread(string? wanted, string transport)
    {
        string[] flags = wanted is null ? [] : ["--transport", wanted];
        var outcome = await RunAsync(ThreeNodes, cluster.Variables(Secret()), ShortTraining.Arguments(4, flags));

        await ShortTraining.CheckAsync(outcome, 4, 3, transport);
    }

    [Fact]
    public async Task Train_OneNodeWithMpi_EndsWithTheBitsOfOneThread()
    {
        var outcome = await RunAsync(
            ["srun", "--quiet", "--time=2", "-N", "1", "--mpi=pmix", "-n", "2"], cluster.Variables(), ShortTraining.Arguments(4, "--transport", "mpi"));

        await ShortTraining.CheckAsync(outcome, 4, 2, "mpi");
    }

    [Fact]
    public async Task Train_WithoutASecret_EndsWith2AndWhatToSet()
    {
        var outcome = (await RunAsync(ThreeNodes, cluster.Variables(), ShortTraining.Arguments(4))).Expect(2);

        Assert.Contains("Rendezvous: the job has no secret.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("export TUTTI_JOB_SECRET=$(openssl rand -hex 32)", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Cluster_SeesEveryRankReachEveryOther()
    {
        var json = (await RunAsync(ThreeNodes, cluster.Variables(Secret()), "doctor", "--cluster", "--json")).Expect(0).Json;

        Assert.Equal((3, 6, 0), (
            json.GetProperty("ranks").GetArrayLength(), json.GetProperty("links").GetArrayLength(), json.GetProperty("problems").GetArrayLength()));
    }

    private static (string Name, string Value) Secret() => ("TUTTI_JOB_SECRET", Tool.NewSecret());

    private Task<TuttiProcess.Outcome> RunAsync(string[] srun, Dictionary<string, string> variables, params string[] args) =>
        TuttiProcess.RunUnderAsync(srun, folder.Path, variables, args);
}
