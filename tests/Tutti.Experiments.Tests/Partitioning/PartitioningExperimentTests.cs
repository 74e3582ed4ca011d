using System.Text.Json.Nodes;
using Tutti.Communication.Launching;
using Tutti.Experiments.Partitioning;
using Tutti.Experiments.Reports.Charts;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Partitioning;

public sealed class PartitioningExperimentTests : IDisposable
{
    private static readonly PartitioningSettings Tiny = new() { SampleCount = 400, EpochCount = 2, HiddenLayers = [8], BatchSize = 32, WorkerCount = 3 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_ThreadsAndProcesses_MeasuresPartsAndEndsWithTheSameBits()
    {
        var outcome = await RunAsync(Tiny, Options(Isolation.Thread, Isolation.Process) with { SeedCount = 2 });

        var results = outcome.Report.Results;
        Assert.Equal(13 * 2 * 2, results.Count);
        Assert.Contains("All 26 trainings by other kinds of workers ended with the same weights", outcome.Report.Finding, StringComparison.Ordinal);
        Assert.All(results, result => Assert.Equal(2, result["epochAccuracies"]!.AsArray().Count));
        Assert.All(results, result => Assert.Equal((double)result["testAccuracy"]!, (double)result["epochAccuracies"]![1]!));
        CheckParts(results);
    }

    [Fact]
    public async Task Run_ThreadsAlone_DrawsWhoHoldsWhichClassAndEveryCurve()
    {
        var sections = (await RunAsync(Tiny, Options(Isolation.Thread) with { SeedCount = 1 })).Report.Sections;

        var spread = sections[0].Charts.Cast<BarChart>().ToArray();
        Assert.Equal(6, spread.Length);
        Assert.All(spread, chart => Assert.True(chart.IsStacked));
        // Every training sample is in one part of each of these.
        Assert.All(spread, chart => Assert.Equal(360, chart.Series.Sum(part => part.Values.Sum(value => value!.Median))));
        Assert.Equal([6, 6, 5], sections[1].Charts.Select(chart => ((LineChart)chart).Series.Count));
    }

    [Fact]
    public async Task Run_MorePartsThanCanBeToldApart_LeavesTheirChartsOut()
    {
        var report = (await RunAsync(Tiny with { EpochCount = 1 }, Options(Isolation.Thread) with { SeedCount = 1, Workers = 7 })).Report;

        Assert.Empty(report.Sections[0].Charts);
        Assert.Contains(report.Sections[0].Paragraphs, text => text.StartsWith("The charts of parts are left out: 7 parts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WhatCannotBeCut_IsRefusedBeforeAnything()
    {
        var single = await Assert.ThrowsAsync<ExperimentInputException>(() => RunAsync(Tiny, Options(Isolation.Thread) with { Workers = 1 }));
        var large = await Assert.ThrowsAsync<ExperimentInputException>(() => RunAsync(Tiny with { LeastPart = 121 }, Options(Isolation.Thread)));

        Assert.Contains("Got 1. Expected 2 to 32, the batch size.", single.Message, StringComparison.Ordinal);
        Assert.Contains("Got 121 rows in each of 3 parts, and 360 samples. Expected 1 to 120.", large.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    private static void CheckParts(IReadOnlyList<JsonObject> results)
    {
        JsonObject Of(string scheme) => results.First(result => (string)result["scheme"]! == scheme);
        double Skew(string scheme) => (double)Of(scheme)["labelSkew"]!;

        Assert.All(results.Where(result => result["coverage"] is not null && (string)result["scheme"]! != "bootstrap"), result =>
            Assert.Equal((1.0, 0, 360), ((double)result["coverage"]!, (int)result["overlap"]!, result["sizes"]!.AsArray().Sum(size => (int)size!))));
        Assert.InRange((double)Of("bootstrap")["coverage"]!, 0.5, 0.75);
        Assert.True((int)Of("bootstrap")["repeated"]! > 0);
        Assert.True(Skew("stratified") < Skew("dirichlet 1") && Skew("dirichlet 1") < Skew("dirichlet 0.1"));
        Assert.True(Skew("sort-and-shard") > 0.4);
        // 360 samples in batches of 32; the largest part gives 11 a step.
        Assert.Equal(12, (int)Of("all share all")["stepsPerEpoch"]!);
        Assert.Equal(12, (int)Of("quantity 0.5, even pace")["stepsPerEpoch"]!);
        Assert.True((int)Of("quantity 0.5")["stepsPerEpoch"]! > 12);
        Assert.True((double)Of("quantity 0.5")["sizeVariation"]! > (double)Of("random")["sizeVariation"]!);
    }

    private Task<ExperimentOutcome> RunAsync(PartitioningSettings settings, ExperimentOptions options) =>
        ExperimentRunner.RunAsync(new PartitioningExperiment(settings), options, cancellation: TestContext.Current.CancellationToken);

    private ExperimentOptions Options(params Isolation[] kinds) => new() { IsQuick = true, Isolations = kinds, OutFolder = folder["out"] };
}
