using Tutti.Communication.Launching;
using Tutti.Experiments.Scaling;
using Tutti.Learning.Runs;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Scaling;

public sealed class ScalingExperimentTests : IDisposable
{
    private static readonly ScalingSettings Tiny = new()
    {
        SampleCounts = [200, 400], ComponentCount = 12, HiddenLayers = [[8]], EpochCount = 2, BatchSize = 32, CoreCount = 2,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_EveryKindOfWorker_EndsWithTheBitsOfOneWorkerAndLeavesReportAndRuns()
    {
        var options = Options(Isolation.Thread, Isolation.Process, Isolation.Mpi) with { Workers = 2, SeedCount = 2 };

        var outcome = await ExperimentRunner.RunAsync(new ScalingExperiment(Tiny), options, cancellation: TestContext.Current.CancellationToken);

        var results = outcome.Report.Results;
        Assert.Equal(2 * 2 * 5, results.Count);
        foreach (var same in results.Where(result => (int)result["shards"]! == 2).GroupBy(result => ((int)result["samples"]!, (int)result["seed"]!)))
        {
            Assert.Equal(["mpi", "process", "thread"], same.Select(result => (string)result["isolation"]!).Distinct().Order());
            Assert.Single(same.Select(result => (string)result["weightsSha256"]!).Distinct());
        }
        Assert.Equal(4, results.Where(result => (int)result["shards"]! == 2).Select(result => (string)result["weightsSha256"]!).Distinct().Count());
        Assert.Contains("All 12 trainings by several workers ended with the same weights", outcome.Report.Finding, StringComparison.Ordinal);
        CheckRuns(Path.GetDirectoryName(outcome.HtmlPath)!, results.Count);
        Assert.True(File.Exists(outcome.HtmlPath));
    }

    [Fact]
    public async Task Run_MoreWorkersThanCores_MeasuresAsManyAsCoresToo()
    {
        var outcome = await ExperimentRunner.RunAsync(
            new ScalingExperiment(Tiny with { CoreCount = 2 }), Options(Isolation.Thread) with { Workers = 3, SeedCount = 1 },
            cancellation: TestContext.Current.CancellationToken);

        Assert.Contains("This machine has 2 cores, so 3 workers can be at most about 2 times as fast as one", outcome.Report.Finding, StringComparison.Ordinal);
        Assert.Equal([1, 1, 2, 3], outcome.Report.Results.Take(4).Select(result => (int)result["workers"]!));
        Assert.Contains("All 4 trainings by several workers ended with the same weights", outcome.Report.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MoreWorkersThanABatchHasSamples_IsRefusedBeforeAnything()
    {
        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() =>
            ExperimentRunner.RunAsync(new ScalingExperiment(Tiny), Options(Isolation.Thread) with { Workers = 33 }));

        Assert.Contains("Got 33. Expected 1 to 32", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    [Fact]
    public async Task Run_TooFewSamples_IsRefused()
    {
        var experiment = new ScalingExperiment(Tiny with { SampleCounts = [80_000] });

        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => ExperimentRunner.RunAsync(experiment, Options(Isolation.Thread)));

        Assert.Contains("Expected at least 80000", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledWhileItMeasures_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ExperimentRunner.RunAsync(new ScalingExperiment(Tiny), Options(Isolation.Thread) with { Workers = 2 }, progress, stop.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    private ExperimentOptions Options(params Isolation[] kinds) => new() { IsQuick = true, Isolations = kinds, OutFolder = folder["out"] };

    private static void CheckRuns(string experiment, int count)
    {
        var runs = new RunCatalog(Path.Combine(experiment, "runs")).List();
        Assert.Equal(count, runs.Count);
        Assert.All(runs, run => Assert.Equal(RunState.Finished, run.Record!.State));
        Assert.All(runs, run => Assert.NotNull(run.Record!.Summary!.TestAccuracy));
    }

    /// <summary>Cancels as soon as a part was measured.</summary>
    private sealed class Stopper(CancellationTokenSource stop) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Done == 2) stop.Cancel();
        }
    }
}
