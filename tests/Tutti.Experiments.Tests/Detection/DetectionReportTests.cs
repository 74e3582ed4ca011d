using System.Text.Json.Nodes;
using System.Xml.Linq;
using Tutti.Experiments.Detection;
using Tutti.Experiments.Reports.Charts;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Detection;

public sealed class DetectionReportTests : IDisposable
{
    private readonly PulseRecords records = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        records.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Create_LocalMembers_DrawsSignalReconstructionAndErrors()
    {
        var report = DetectionReport.Create(SampleDetection.Create(records));

        Assert.StartsWith("1 of 9 beats (11.1\u00A0%) are anomalous. 1 more could not be judged. 1 recordings were left out. 1 of 2 members", report.Finding, StringComparison.Ordinal);
        var charts = report.Sections.SelectMany(section => section.Charts).Cast<LineChart>().ToArray();
        Assert.Equal(
            ["a,b, MLII, from 0:00:00", "a,b: reconstruction error of every beat", "a,b at 5.0 s, annotated Ventricular: anomalous, p = 0.001",
                "Reconstruction errors"],
            charts.Select(chart => chart.Title));
        // Ten seconds of signal, the anomalous beat at its R wave, and none that was not judged before the end.
        Assert.Equal(["signal", "anomalous"], charts[0].Series.Select(series => series.Name));
        Assert.Equal(1.5, charts[0].Series[1].Points.Single().Y, 0.01);
        Assert.Equal(5.0, charts[0].Series[1].Points.Single().X, 1e-9);
        Assert.All(charts[3].Series, series => Assert.Equal(100, series.Points.Sum(point => point.Y), 1e-9));
    }

    [Fact]
    public void Create_MembersElsewhere_DrawsValuesAndSaysWhy()
    {
        var report = DetectionReport.Create(SampleDetection.Create(records, withErrors: false));

        Assert.Equal(2, report.Sections.Sum(section => section.Charts.Count));
        Assert.Contains(report.Notes, note => note.Contains("send p-values only", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_AMemberThatNeverCame_IsInTheTableWithoutAModel()
    {
        var sample = SampleDetection.Create(records, withErrors: false);

        var report = DetectionReport.Create(sample with { Nodes = [.. sample.Nodes, new NodeRemark("member-2", null, "did not join")] });

        Assert.Contains("2 of 3 members did not answer", report.Finding, StringComparison.Ordinal);
        Assert.Equal(["member-2", null, "did not join"], report.Sections[^1].Tables.Single().Rows[2].Select(cell => (string?)cell.Json));
    }

    [Fact]
    public void Write_AResult_LeavesAPageAndItsNumbers()
    {
        var page = DetectionReport.Write(SampleDetection.Create(records), folder.Path, ["tutti", "detect", "a b"], DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));

        var html = XElement.Parse(File.ReadAllText(page)["<!DOCTYPE html>\n".Length..]);
        Assert.Equal("tutti detect 'a b'", html.Descendants("code").Single().Value);
        Assert.Equal(4, html.Descendants("svg").Count());
        Assert.Equal(2, html.Descendants("figure").Count(figure => figure.Attribute("class")?.Value == "broad"));
        // Signals are in the recordings and beats in their table, so they are not repeated.
        var charts = JsonNode.Parse(File.ReadAllText(folder[DetectionReport.JsonName]))!["sections"]!.AsArray().SelectMany(section => section!["charts"]!.AsArray()).ToArray();
        Assert.Equal([records["a,b"], "the table of beats beside this file", null, null], charts.Select(chart => (string?)chart!["numbersIn"]));
        Assert.Equal([false, false, true, true], charts.Select(chart => chart!["series"]!.AsArray().All(series => series!["points"] is not null)));
    }
}
