using Tutti.Experiments.EcgEnsemble;
using Tutti.Experiments.Reports;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.EcgEnsemble;

public sealed class EcgEnsembleExperimentTests : IDisposable
{
    private static readonly EcgEnsembleSettings Small = new()
    {
        PooledEpochs = 4, PatientEpochs = 1, Repeats = 20, LearnedRecords = ["101", "106", "114", "115", "119", "205"],
        TestRecords = ["100", "105", "200"], HospitalCount = 3, WorkerCount = 2,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_BothOrigins_ComparesAllWaysOnEachQuestion()
    {
        TestData.Folder("mitdb");
        TestData.Folder("ecg5000");
        var lines = new List<ExperimentProgress>();
        var options = new ExperimentOptions { Workers = 3, SeedCount = 1, DataRoot = TestData.Root };

        var report = await new EcgEnsembleExperiment(Small).RunAsync(
            new ExperimentContext(options, folder.Path, new Lines(lines)), TestContext.Current.CancellationToken);

        Assert.Equal(["ECG5000", "MIT-BIH", "What it costs"], report.Sections.Select(section => section.Title));
        Assert.Equal(2 * DetectionWays.All.Count, report.Results.Count);
        Assert.Equal(lines[^1].Total, lines[^1].Done);
        // What four epochs reach on ECG5000, whatever the way; no way is near chance.
        var aucs = report.Results.Where(result => (string)result["data"]! == "ECG5000")
            .ToDictionary(result => (string)result["way"]!, result => (double)result["figures"]![0]!["rocAuc"]!);
        Assert.All(aucs.Values, auc => Assert.InRange(auc, 0.9, 1));
        Assert.InRange(aucs["ensemble"] - aucs["ensemble, a node lost"], -1e-9, 0.02);
        Assert.All(report.Results, result => Assert.All(result["figures"]!.AsArray(), found =>
        {
            Assert.InRange((double)found!["rocAuc"]!, (double)found["low"]! - 1e-9, (double)found["high"]! + 1e-9);
        }));
        // Hospitals that judge by themselves send nothing, and choose an α each.
        Assert.All(report.Results.Where(result => (string)result["way"]! is "data-parallel, shared" or "a hospital alone"), result =>
        {
            Assert.Equal(0, (double)result["judgingBytes"]!);
            Assert.Null(result["alpha"]);
        });
        Assert.All(report.Results.Where(result => (string)result["way"]! == "ensemble"), result => Assert.True((double)result["judgingBytes"]! > 0));
        Assert.Contains("\"question\":\"F\"", report.Results[^1].ToJsonString(), StringComparison.Ordinal);
        HtmlReport.Create(ReportHeader.Create("ecg-ensemble", [], DateTimeOffset.UnixEpoch, TimeSpan.Zero), report);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task RunAsync_ANumberOfHospitalsThatPatientsDoNotAllow_IsRefused(int count)
    {
        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => new EcgEnsembleExperiment(Small).RunAsync(
            new ExperimentContext(new ExperimentOptions { Workers = count }, folder.Path), TestContext.Current.CancellationToken));

        Assert.Contains($"Got {count}. Expected 2 to 4", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AFolderWithTooFewRecordings_IsRefusedWithTheListOfThem()
    {
        var whole = TestData.Folder("mitdb");
        var part = Directory.CreateDirectory(Path.Combine(folder.Path, "mitdb")).FullName;
        foreach (var record in (string[])["101", "106", "114", "100"])
            foreach (var kind in (string[])[".hea", ".dat", ".atr"]) File.Copy(Path.Combine(whole, record + kind), Path.Combine(part, record + kind));

        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => new EcgEnsembleExperiment(Small).RunAsync(
            new ExperimentContext(new ExperimentOptions { Workers = 3, DataRoot = folder.Path }, folder.Path), TestContext.Current.CancellationToken));

        Assert.Contains("Got 3 patients to learn from (left out: 115 (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("119 (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("and 1 to test on (left out: 105 (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Expected at least 4 to learn from", problem.Message, StringComparison.Ordinal);
    }

    private sealed class Lines(List<ExperimentProgress> lines) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            lock (lines) lines.Add(value);
        }
    }
}
