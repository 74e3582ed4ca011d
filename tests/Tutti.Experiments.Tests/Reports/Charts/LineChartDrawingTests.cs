using System.Xml.Linq;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Tests.Reports.Charts;

public sealed class LineChartDrawingTests
{
    private static XElement[] Parts(XElement drawing, string kind) =>
        [.. drawing.Elements().Where(part => part.Attribute("class")?.Value.StartsWith(kind, StringComparison.Ordinal) == true)];

    [Fact]
    public void Draw_AGap_DividesLineAndBand()
    {
        var drawing = ChartDrawing.Draw(SampleReport.Lines, "c");

        // The legend has a line for each series. The first series is a lone point, a gap, and a line of two points with a band.
        Assert.Equal(2 + 2, Parts(drawing, "line").Length);
        Assert.Single(Parts(drawing, "band"));
        Assert.Equal(2 + 3 + 2, Parts(drawing, "mark").Length);
        Assert.DoesNotContain("NaN", drawing.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Looks_AreUsedInLegendAndLines()
    {
        var chart = SampleReport.Lines with { Series = [.. SampleReport.Lines.Series.Select((series, index) => series with { Look = 4 - index })] };

        var drawing = ChartDrawing.Draw(chart, "c");

        Assert.Equal(["line s3", "line s4"], Parts(drawing, "line").Select(line => line.Attribute("class")!.Value).Distinct().Order());
    }

    [Fact]
    public void Draw_LineOrMarksAlone_DrawsNothingElse()
    {
        var chart = SampleReport.Lines with
        {
            Series = [SampleReport.Lines.Series[0] with { Parts = LineParts.Line }, SampleReport.Lines.Series[1] with { Parts = LineParts.Marks }],
        };

        var drawing = ChartDrawing.Draw(chart, "c");

        // A lone point has no line; the legend shows what there is of each series.
        Assert.Equal(["line fine s0", "line fine s0"], Parts(drawing, "line").Select(line => line.Attribute("class")!.Value));
        Assert.All(Parts(drawing, "line"), line => Assert.Null(line.Attribute("stroke-dasharray")));
        Assert.Equal(["mark s1", "mark s1", "mark s1"], Parts(drawing, "mark").Select(mark => mark.Attribute("class")!.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Draw_EveryPlace_IsInsideTheDrawing(bool isWide)
    {
        var drawing = ChartDrawing.Draw(SampleReport.Lines with { IsWide = isWide }, "c");

        var box = drawing.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse).ToArray();
        var (width, height) = (box[2], box[3]);
        Assert.Equal(isWide, width > 4 * height);
        foreach (var line in drawing.Descendants("line"))
        {
            Assert.All(new[] { "x1", "x2" }, name => Assert.InRange((double)line.Attribute(name)!, 0, width));
            Assert.All(new[] { "y1", "y2" }, name => Assert.InRange((double)line.Attribute(name)!, 0, height));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Draw_ASeriesWithoutNumbers_IsRefused(double value)
    {
        var chart = SampleReport.Lines with { Series = [new LineSeries("nothing", [new ChartPoint(1, value)])] };

        var problem = Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c"));

        Assert.Contains("Got 'nothing'. Expected at least one.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Draw_TooFewOrTooManySeries_IsRefused(int count)
    {
        var chart = SampleReport.Lines with { Series = [.. Enumerable.Range(0, count).Select(index => new LineSeries($"{index}", [new ChartPoint(1, 1)]))] };

        Assert.Contains($"Got {count}. Expected 1 to 6.", Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_SeriesOfOneLook_IsRefused()
    {
        var chart = SampleReport.Lines with { Series = [.. SampleReport.Lines.Series.Select(series => series with { Look = 2 })] };

        Assert.Contains("cannot be told apart", Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_PointsThatAreNotInOrder_IsRefused()
    {
        var chart = SampleReport.Lines with { Series = [new LineSeries("back", [new ChartPoint(2, 1), new ChartPoint(1, 1)])] };

        Assert.Contains("not in order", Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c")).Message, StringComparison.Ordinal);
    }
}
