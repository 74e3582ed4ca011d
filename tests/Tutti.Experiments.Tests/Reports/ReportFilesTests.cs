using System.Text.Json;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Reports;

public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_AReport_LeavesPageAndJsonWithTheSameContent()
    {
        ReportFiles.Write(SampleReport.Header, SampleReport.Create(), folder["r.html"], folder["r.json"]);

        using var json = JsonDocument.Parse(File.ReadAllBytes(folder["r.json"]));
        var section = json.RootElement.GetProperty("sections")[0];
        Assert.Equal(SampleReport.Hostile, json.RootElement.GetProperty("finding").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("machine").GetProperty("coreCount").GetInt32());
        Assert.Equal("1.2.3", json.RootElement.GetProperty("versions").GetProperty("Tutti").GetString());
        Assert.Equal(3, section.GetProperty("tables")[0].GetProperty("rows")[0][2].GetProperty("greatest").GetDouble());
        Assert.Equal(JsonValueKind.Null, section.GetProperty("tables")[0].GetProperty("rows")[1][2].ValueKind);
        Assert.Equal(JsonValueKind.Null, section.GetProperty("charts")[0].GetProperty("series")[0].GetProperty("points")[1].GetProperty("y").ValueKind);
        Assert.Equal(4, section.GetProperty("charts")[1].GetProperty("series")[1].GetProperty("values")[0].GetProperty("median").GetDouble());
        Assert.Equal(HtmlReport.Create(SampleReport.Header, SampleReport.Create()), File.ReadAllText(folder["r.html"]));
    }

    [Fact]
    public void Write_AReportThatCannotBeShown_LeavesNothing()
    {
        var empty = SampleReport.Lines with { Series = [new LineSeries("empty", [])] };
        var report = SampleReport.Create() with { Sections = [new ReportSection { Title = "x", Charts = [empty] }] };

        Assert.Throws<ArgumentException>(() => ReportFiles.Write(SampleReport.Header, report, folder["r.html"], folder["r.json"]));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
