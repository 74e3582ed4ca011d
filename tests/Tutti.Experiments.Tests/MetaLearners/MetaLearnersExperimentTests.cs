using System.Text.Json.Nodes;
using Tutti.Communication.Launching;
using Tutti.Experiments.MetaLearners;
using Tutti.Experiments.Reports.Charts;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.MetaLearners;

public sealed class MetaLearnersExperimentTests : IDisposable
{
    private static readonly MetaLearnersSettings Tiny = new()
    {
        SampleCount = 400, EpochCount = 2, FoldCount = 2, BagCount = 2, HasSlowMembers = false, ResampleCount = 50,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_ThreadsAndProcesses_GivesTheSamePredictionsAndEveryWay()
    {
        var outcome = await RunAsync(Tiny, Options(Isolation.Thread, Isolation.Process) with { SeedCount = 2 });

        var results = outcome.Report.Results;
        Assert.Contains("All 4 trainings by several workers gave the same predictions, bit for bit", outcome.Report.Finding, StringComparison.Ordinal);
        foreach (var seed in Of(results, "training").GroupBy(result => (int)result["seed"]!))
            Assert.Single(seed.Select(result => (string)result["predictionsSha256"]!).Distinct());
        Assert.Equal(2, Of(results, "training").Select(result => (string)result["predictionsSha256"]!).Distinct().Count());
        Assert.Equal(2 * (4 + 9), Of(results, "way").Length);
        Assert.All(Of(results, "way"), way => Assert.InRange((double)way["testAccuracy"]!, 0.3, 1));
        CheckMembers(Of(results, "member"));
        // What workers shared is gone; the report alone is left.
        Assert.Equal(["report.html", "report.json"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(outcome.HtmlPath)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Run_TheWrongWay_IsRefusedByTheGuardAndClaimsTooMuch()
    {
        var outcome = await RunAsync(Tiny, Options(Isolation.Thread) with { SeedCount = 1 });

        var leaks = Of(outcome.Report.Results, "leak");
        Assert.Contains("'mlp' has learned from 360 of the 360 rows", (string)leaks[0]["refusal"]!, StringComparison.Ordinal);
        double Overclaim(JsonObject leak) => (double)leak["apparentAccuracy"]! - (double)leak["testAccuracy"]!;
        Assert.True(Overclaim(leaks[0]) > Overclaim(leaks[1]));
        Assert.Contains(outcome.Report.Sections, section => section.Title.StartsWith("The wrong way", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OneSeed_DrawsMembersAndContributions()
    {
        var sections = (await RunAsync(Tiny, Options(Isolation.Thread) with { SeedCount = 1 })).Report.Sections;

        Assert.Equal([2, 1, 2, 0], sections.Select(section => section.Charts.Count));
        Assert.All(sections[2].Charts.Cast<BarChart>(), chart => Assert.Equal(["mlp", "linear", "neighbors", "bayes"], chart.Groups));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public async Task Run_TooFewOrTooManyWorkers_IsRefused(int workers)
    {
        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => RunAsync(Tiny, Options(Isolation.Thread) with { Workers = workers }));

        Assert.Contains($"Got {workers}. Expected 2 to 12, the models of a stack.", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    private static void CheckMembers(JsonObject[] members)
    {
        Assert.Equal(2 * 4, members.Length);
        foreach (var seed in members.GroupBy(member => (int)member["seed"]!))
        {
            Assert.Equal(1, seed.Sum(member => (double)member["superLearnerShare"]!), 1e-9);
            Assert.Equal(1, seed.Sum(member => (double)member["selectionShare"]!), 1e-9);
            // Nobody guesses one class of ten: log 10, and a vote is much better.
            Assert.InRange(seed.Sum(member => (double)member["shapley"]!), 0.5, Math.Log(10) + 0.2);
        }
    }

    private static JsonObject[] Of(IReadOnlyList<JsonObject> results, string kind) => [.. results.Where(result => (string)result["kind"]! == kind)];

    private Task<ExperimentOutcome> RunAsync(MetaLearnersSettings settings, ExperimentOptions options) =>
        ExperimentRunner.RunAsync(new MetaLearnersExperiment(settings), options, cancellation: TestContext.Current.CancellationToken);

    private ExperimentOptions Options(params Isolation[] kinds) => new() { IsQuick = true, Isolations = kinds, OutFolder = folder["out"] };
}
