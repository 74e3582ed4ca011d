using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("threads"), InlineData("shared-memory"), InlineData("tcp"), InlineData("mpi")]
    public async Task AllReduce_EveryTransport_GivesACaseForEachSize(string transport)
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "bench", "allreduce", "--ranks", "2", "--transport", transport, "--sizes", "4096,65536", "--repetitions", "1", "--json")).Expect(0);

        var cases = outcome.Json.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(["4096", "4096 private", "65536", "65536 private"], cases.Select(done => done.GetProperty("name").GetString()));
        Assert.All(cases, done => Assert.True(done.GetProperty("median").GetDouble() > 0));
        Assert.All(cases, done => Assert.Equal("us", done.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Launch_TwoWorkers_TimesThreadsAndProcesses()
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, "bench", "launch", "--repetitions", "1", "--json")).Expect(0);

        var cases = outcome.Json.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(3, cases.Length);
        Assert.All(cases, done => Assert.InRange(done.GetProperty("median").GetDouble(), 0, 60_000));
    }

    [Fact]
    public async Task Step_OnProcesses_CountsAllWorkersSamples()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "bench", "step", "--model", "mlp", "--workers", "2", "--isolation", "process", "--repetitions", "1", "--json")).Expect(0);

        var only = Assert.Single(outcome.Json.GetProperty("cases").EnumerateArray());
        Assert.Contains("workers 2 (process)", only.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.True(only.GetProperty("median").GetDouble() > 0);
    }

    [Fact]
    public async Task AllReduce_UnknownTransport_SaysWhichThereAre()
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, "bench", "allreduce", "--transport", "tpc")).Expect(2);

        Assert.Contains("Did you mean 'tcp'?", outcome.Error, StringComparison.Ordinal);
    }
}
