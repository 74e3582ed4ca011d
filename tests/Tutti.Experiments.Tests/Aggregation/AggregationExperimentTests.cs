using System.Text.Json.Nodes;
using Tutti.Communication.Launching;
using Tutti.Experiments.Aggregation;
using Tutti.Experiments.Training;
using Tutti.Learning.Runs;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Aggregation;

public sealed class AggregationExperimentTests : IDisposable
{
    private static readonly AggregationSettings Tiny = new()
    {
        SampleCount = 300, EpochCount = 1, HiddenLayers = [8], BatchSize = 48, SlowFactor = 2, WorkerCount = 3, CoreCount = 2,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_ThreadsAndProcesses_CountsTheBytesOfTheDocumentAndTheSameWeights()
    {
        var outcome = await RunAsync(Options(Isolation.Thread, Isolation.Process) with { SeedCount = 2 });

        var results = outcome.Report.Results;
        Assert.Equal(3 * 7 * 2 * 2, results.Count);
        Assert.Equal(["3 processes over TCP", "3 processes over shared memory", "3 threads"], Texts(results, "variant"));
        Assert.All(results.GroupBy(result => ((bool)result["exact"]! ? "exact" : (string)result["way"]!, (int)result["seed"]!)),
            same => Assert.Single(same.Select(result => (string)result["weightsSha256"]!).Distinct()));
        Assert.Equal(5 * 2, Texts(results, "weightsSha256").Length);
        CheckBytes(results);
        Assert.Contains("All 36 trainings that lose nothing ended with the same weights", outcome.Report.Finding, StringComparison.Ordinal);
        Assert.Equal(results.Count, new RunCatalog(Path.Combine(Path.GetDirectoryName(outcome.HtmlPath)!, "runs")).List().Count(run => run.Record!.State == RunState.Finished));
    }

    [Fact]
    public async Task Run_ThreadsAlone_SaysThatNothingIsSentAndHowSlowOneMayBe()
    {
        var outcome = await RunAsync(Options(Isolation.Thread) with { SeedCount = 1, Workers = 2 });

        Assert.All(outcome.Report.Results, result => Assert.Null(result["bytesPerStep"]));
        Assert.All(outcome.Report.Results, result => Assert.InRange((double)result["waitingPercent"]!, 0, 100));
        Assert.Contains(outcome.Report.Sections.Single(section => section.Title == "Bytes").Paragraphs, text => text.Contains("send nothing", StringComparison.Ordinal));
        Assert.Contains("One worker that computes 2 times as long makes a step", outcome.Report.Finding, StringComparison.Ordinal);
        Assert.DoesNotContain("–", outcome.Report.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    public async Task Run_TooFewOrTooManyWorkers_IsRefused(int workers)
    {
        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => RunAsync(Options(Isolation.Thread) with { Workers = workers }));

        Assert.Contains($"Got {workers}. Expected 2 to 48, the batch size.", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    private static void CheckBytes(IReadOnlyList<JsonObject> results)
    {
        var cost = new AggregationCost(3, new Perceptron(784, 8, 10).Parameters);
        Assert.All(results.Where(result => (string)result["variant"]! != "3 processes over TCP"), result => Assert.Null(result["bytesPerStep"]));
        foreach (var result in results.Where(result => (string)result["variant"]! == "3 processes over TCP"))
        {
            var (bytes, isBound) = cost.BytesOf(AggregationWay.All.First(way => way.Name == (string)result["way"]!));
            var counted = (double)result["bytesPerStep"]!;
            if (isBound) Assert.InRange(counted, bytes / 2, bytes);
            else Assert.Equal(bytes, counted, 1e-6 * bytes);
        }
    }

    private static string[] Texts(IEnumerable<JsonObject> results, string field) =>
        [.. results.Select(result => (string)result[field]!).Distinct().Order(StringComparer.Ordinal)];

    private Task<ExperimentOutcome> RunAsync(ExperimentOptions options) =>
        ExperimentRunner.RunAsync(new AggregationExperiment(Tiny), options, cancellation: TestContext.Current.CancellationToken);

    private ExperimentOptions Options(params Isolation[] kinds) => new() { IsQuick = true, Isolations = kinds, OutFolder = folder["out"] };
}
