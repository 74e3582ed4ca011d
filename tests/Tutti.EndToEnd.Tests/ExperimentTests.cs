using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Scaling_QuickOnThreadsAndProcesses_PrintsReportAndResults()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "experiment", "scaling", "--quick", "--workers", "2", "--isolation", "thread,process", "--seeds", "1", "--json")).Expect(0);

        var json = outcome.Json;
        var results = json.GetProperty("results").EnumerateArray().ToArray();
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(json.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.Equal(3 * 2 * 4, results.Length);
        Assert.All(
            results.Where(result => result.GetProperty("shards").GetInt32() == 2)
                .GroupBy(result => (result.GetProperty("samples").GetInt32(), result.GetProperty("network").GetString())),
            same => Assert.Single(same.Select(result => result.GetProperty("weightsSha256").GetString()).Distinct()));
        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
        Assert.Contains("[25/25]", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aggregation_QuickOnThreads_EndsWithTheSameWeightsByEveryExactWay()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "experiment", "aggregation", "--quick", "--workers", "2", "--isolation", "thread", "--seeds", "1", "--json")).Expect(0);

        var results = outcome.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(7 * 2, results.Length);
        Assert.Single(results.Where(result => result.GetProperty("exact").GetBoolean()).Select(result => result.GetProperty("weightsSha256").GetString()).Distinct());
        Assert.Contains("One slow worker", await File.ReadAllTextAsync(outcome.Json.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.Contains("[1/1]", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partitioning_QuickOnThreads_LeavesCurvesOfAllSchemes()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "experiment", "partitioning", "--quick", "--workers", "2", "--seeds", "1", "--json")).Expect(0);

        var results = outcome.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(13, results.Select(result => result.GetProperty("scheme").GetString()).Distinct().Count());
        Assert.All(results, result => Assert.Equal(5, result.GetProperty("epochAccuracies").GetArrayLength()));
        Assert.Contains("who holds which class", await File.ReadAllTextAsync(outcome.Json.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.Contains("[13/13]", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetaLearners_QuickOnThreadsAndProcesses_GivesTheSamePredictions()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "experiment", "meta-learners", "--quick", "--isolation", "thread,process", "--seeds", "1", "--json")).Expect(0);

        var results = outcome.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Single(results.Where(result => result.GetProperty("kind").GetString() == "training")
            .Select(result => result.GetProperty("predictionsSha256").GetString()).Distinct());
        Assert.Contains("a base model has seen rows", await File.ReadAllTextAsync(outcome.Json.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.Contains("[8/8]", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thread")]
    [InlineData("process")]
    public async Task Scaling_Interrupted_EndsWith130AndLeavesNothing(string isolation)
    {
        using var process = TuttiProcess.Start(
            folder.Path, "experiment", "scaling", "--quick", "--isolation", isolation, "--workers", "2", "--seeds", "100", "--out", "out");
        await process.WaitForErrorAsync("one worker:");
        await process.InterruptAsync();
        var outcome = (await process.WaitAsync()).Expect(130);

        Assert.Contains("Cancelled.", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }
}
