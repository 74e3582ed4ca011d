using System.Xml.Linq;
using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Tests.Reports;

public sealed class HtmlReportTests
{
    private readonly string text = HtmlReport.Create(SampleReport.Header, SampleReport.Create());

    private XElement Page => XDocument.Parse(text).Root!;

    [Fact]
    public void Create_AnyTexts_IsWellFormedAndShowsThemAsTheyAre()
    {
        Assert.StartsWith("<!DOCTYPE html>", text, StringComparison.Ordinal);
        Assert.Equal(SampleReport.Hostile, Page.Descendants("p").Single(part => part.Attribute("class")?.Value == "finding").Value);
        Assert.Equal($"tutti experiment {SampleReport.Hostile}", Page.Descendants("code").Single().Value);
        Assert.Empty(Page.Descendants("b"));
    }

    [Fact]
    public void Create_APage_NeedsNothingElse()
    {
        string[] foreign = ["script", "link", "img", "iframe", "image", "use"];
        Assert.DoesNotContain(Page.Descendants(), element => foreign.Contains(element.Name.LocalName));
        Assert.DoesNotContain(Page.DescendantsAndSelf().Attributes(), attribute =>
            attribute.Name.LocalName is "href" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StyleSheet_IsNotChangedByEscaping() => Assert.Contains(ReportStyle.Css, text, StringComparison.Ordinal);

    [Fact]
    public void Create_ElementsThatBrowsersWantClosed_AreClosed()
    {
        string[] alone = ["meta", "path", "line", "rect"];
        var empty = Page.DescendantsAndSelf().Where(element => element.IsEmpty).Select(element => element.Name.LocalName).Distinct();

        Assert.All(empty, name => Assert.Contains(name, alone));
    }

    [Fact]
    public void Create_Charts_HaveTitlesAndDescriptionsOfTheirOwn()
    {
        var charts = Page.Descendants("svg").ToArray();
        var ids = Page.Descendants().Attributes("id").Select(id => id.Value).ToArray();

        Assert.Equal(2, charts.Length);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(charts, chart => Assert.All(chart.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids)));
    }

    [Fact]
    public void Create_TableWithMeasurements_ShowsMedianAndRangeOnTheRight()
    {
        var rows = Page.Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").ToArray()).ToArray();

        Assert.Equal("12,345", rows[0][1].Value);
        Assert.Equal("2.001.00 – 3.00", rows[0][2].Value);
        Assert.Equal("–", rows[1][2].Value);
        Assert.Equal([null, "number", "number"], rows[1].Select(cell => cell.Attribute("class")?.Value));
    }

    [Fact]
    public void Create_ARowThatDoesNotFit_IsRefused()
    {
        var wrong = new ReportTable { Caption = "wrong", Columns = ["a", "b"], Rows = [[1]] };
        var report = SampleReport.Create() with { Sections = [new ReportSection { Title = "x", Tables = [wrong] }] };

        var problem = Assert.Throws<ArgumentException>(() => HtmlReport.Create(SampleReport.Header, report));

        Assert.Contains("Got 1 cells. Expected 2", problem.Message, StringComparison.Ordinal);
    }
}
