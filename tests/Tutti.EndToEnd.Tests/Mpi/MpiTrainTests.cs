using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests.Mpi;

/// <summary>The same training on workers of every kind: one digest.</summary>
public sealed class MpiTrainTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Launchers = new()
    {
        ["openmpi"] = ["/usr/bin/mpiexec.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"],
        ["mpich"] = ["/usr/bin/mpiexec.mpich"],
        ["tutti"] = ["dotnet", TuttiProcess.CommandPath, "launch"],
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("process", "shared-memory")]
    [InlineData("process", "tcp")]
    [InlineData("mpi", "mpi")]
    public async Task Train_OneToFourWorkers_EndsWithTheBitsOfOneThread(string isolation, string transport)
    {
        Tool.Require("openmpi-bin", "mpiexec");
        foreach (var workers in new[] { 1, 2, 3, 4 })
        {
            var outcome = await TuttiProcess.RunAsync(
                folder.Path, ShortTraining.Arguments(4, "--isolation", isolation, "--workers", $"{workers}", "--transport", transport));

            Assert.Equal(isolation, outcome.Expect(0).Json.GetProperty("isolation").GetString());
            await ShortTraining.CheckAsync(outcome, 4, workers, transport);
        }
    }

    // Its exchanges run beside the sums of gradients, from another thread.
    [Fact]
    public async Task Train_WithSynchronizedBatchNorm_EndsWithTheBitsOfThreads()
    {
        Tool.Require("openmpi-bin", "mpiexec");
        File.WriteAllText(folder["normal.json"], """
            [{"type":"Flatten"},{"type":"Linear","in_features":784,"out_features":32},{"type":"BatchNorm1d","num_features":32},{"type":"ReLU"},
            {"type":"Linear","in_features":32,"out_features":10}]
            """);
        string[] training = ["train", "--model", "normal.json", "--epochs", "1", "--batch-size", "769", "--workers", "4", "--sync-batch-norm",
            "--bucket-bytes", "1000", "--json", "--quiet"];
        var threads = (await TuttiProcess.RunAsync(folder.Path, training)).Expect(0).Json;
        var mpi = (await TuttiProcess.RunAsync(folder.Path, [.. training, "--isolation", "mpi", "--transport", "mpi"])).Expect(0).Json;

        Assert.Equal(threads.GetProperty("weightsSha256").GetString(), mpi.GetProperty("weightsSha256").GetString());
    }

    [Theory]
    [InlineData("openmpi", null, "shared-memory")]
    [InlineData("openmpi", "mpi", "mpi")]
    [InlineData("openmpi", "tcp", "tcp")]
    [InlineData("mpich", null, "shared-memory")]
    [InlineData("mpich", "mpi", "mpi")]
    [InlineData("tutti", null, "shared-memory")]
    [InlineData("tutti", "tcp", "tcp")]
    public async Task Train_UnderALauncher_EndsWithTheBitsOfOneThread(string launcher, string? wanted, string transport)
    {
        string[] flags = wanted is null ? [] : ["--transport", wanted];
        var outcome = await RunAsync(launcher, [], flags);

        await ShortTraining.CheckAsync(outcome, 4, 2, transport);
    }

    [Theory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public async Task Train_TransportByVariable_IsUsed(string launcher)
    {
        var outcome = await RunAsync(launcher, new() { ["TUTTI_TRANSPORT"] = "mpi" });

        await ShortTraining.CheckAsync(outcome, 4, 2, "mpi");
    }

    [Fact]
    public async Task Train_MpiBetweenProcessesOfTuttiLaunch_EndsWith1AndWhy()
    {
        var outcome = (await RunAsync("tutti", [], "--transport", "mpi")).Expect(1);

        Assert.Contains(
            "--transport: not between workers of this kind. Got mpi with --isolation process.", outcome.Error, StringComparison.Ordinal);
    }

    private async Task<TuttiProcess.Outcome> RunAsync(string launcher, Dictionary<string, string> variables, params string[] flags)
    {
        var line = Launchers[launcher];
        Assert.True(
            launcher == "tutti" || File.Exists(line[0]),
            $"{line[0]} is missing. Install openmpi-bin and mpich; ./test.sh does so as root.");
        string[] end = launcher == "tutti" ? ["-n", "2", "--"] : ["-n", "2"];
        return await TuttiProcess.RunUnderAsync([.. line, .. end], folder.Path, variables, ShortTraining.Arguments(4, flags));
    }
}
