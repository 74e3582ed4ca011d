using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Tests.Reports.Charts;

public sealed class BarChartDrawingTests
{
    [Fact]
    public void Draw_Groups_LeavesMissingBarsOutAndDrawsWhiskersOfRanges()
    {
        var drawing = ChartDrawing.Draw(SampleReport.Bars, "c");

        Assert.Equal(2 + 3, drawing.Elements("rect").Count());
        Assert.Equal(3, drawing.Elements("line").Count(line => line.Attribute("class")!.Value == "whisker"));
    }

    [Fact]
    public void Draw_ABar_IsAsLongAsItsValue()
    {
        var bars = ChartDrawing.Draw(SampleReport.Bars, "c").Elements("rect").Skip(2).Select(bar => (double)bar.Attribute("height")!).ToArray();

        Assert.Equal(bars[0] * 2, bars[1], 0.05);
        Assert.Equal(bars[0] / 2, bars[2], 0.05);
    }

    [Theory]
    [InlineData("lstm", 1)]
    [InlineData("nearest neighbors", 2)]
    public void Draw_NamesOfGroupsThatWouldTouch_StandInTwoRows(string name, int rowCount)
    {
        string[] names = [.. Enumerable.Repeat(name, 8)];
        var series = new BarSeries("one", [.. names.Select(_ => new Measurement(1, 1, 1, 1))]);

        var drawing = ChartDrawing.Draw(SampleReport.Bars with { Groups = names, Series = [series] }, "c");

        double[] rows = [.. drawing.Elements("text").Where(text => text.Value == name).Select(text => (double)text.Attribute("y")!)];
        Assert.Equal(8, rows.Length);
        Assert.Equal(rowCount, rows.Distinct().Count());
        Assert.Equal(rowCount == 2, rows[0] != rows[1]);
    }

    [Fact]
    public void Draw_ASeriesThatDoesNotFitTheGroups_IsRefused()
    {
        var chart = SampleReport.Bars with { Series = [new BarSeries("short", [new Measurement(1, 1, 1, 1)])] };

        Assert.Contains("Got 1 values of 'short'. Expected 2", Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_OneSeries_NeedsNoLegend()
    {
        var chart = SampleReport.Bars with { Series = [SampleReport.Bars.Series[1]] };

        Assert.Equal(2, ChartDrawing.Draw(chart, "c").Elements("rect").Count());
    }

    [Fact]
    public void Draw_Stacked_PutsBarsOnEachOtherWithoutWhiskers()
    {
        var drawing = ChartDrawing.Draw(SampleReport.Bars with { IsStacked = true }, "c");

        var bars = drawing.Elements("rect").Skip(2).Select(bar => (Top: (double)bar.Attribute("y")!, Height: (double)bar.Attribute("height")!, Left: (double)bar.Attribute("x")!)).ToArray();
        Assert.Equal(3, bars.Length);
        Assert.Equal(bars[0].Top, bars[1].Top + bars[1].Height, 0.05);
        Assert.Equal(bars[0].Left, bars[1].Left);
        Assert.Equal(bars[0].Height * 2, bars[1].Height, 0.05);
        Assert.DoesNotContain(drawing.Elements("line"), line => line.Attribute("class")!.Value == "whisker");
    }

    [Fact]
    public void Draw_StackedWithANegativeValue_IsRefused()
    {
        var chart = SampleReport.Bars with { IsStacked = true, Series = [new BarSeries("below", [new Measurement(-1, -1, -1, 1), null])] };

        Assert.Contains("bars cannot stand on each other", Assert.Throws<ArgumentException>(() => ChartDrawing.Draw(chart, "c")).Message, StringComparison.Ordinal);
    }
}
