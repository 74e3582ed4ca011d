using System.Text.Json.Nodes;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>The numbers of charts as JSON, or where they are.</summary>
internal static class ChartJson
{
    internal static JsonObject Of(Chart chart)
    {
        var result = new JsonObject
        {
            ["kind"] = chart is LineChart ? "lines" : "bars", ["title"] = chart.Title, ["description"] = chart.Description,
        };
        if (chart is LineChart lines) (result["x"], result["y"]) = (Of(lines.XAxis), Of(lines.YAxis));
        if (chart is BarChart bars)
        {
            result["stacked"] = bars.IsStacked;
            (result["value"], result["groups"]) = (Of(bars.ValueAxis), ReportJson.List(bars.Groups, group => (JsonNode)group));
        }
        result["series"] = chart.NumbersIn is null ? SeriesOf(chart) : ReportJson.List(chart.SeriesNames, name => new JsonObject { ["name"] = name });
        if (chart.NumbersIn is { } place) result["numbersIn"] = place;
        return result;
    }

    private static JsonArray SeriesOf(Chart chart) => chart is LineChart lines
        ? ReportJson.List(lines.Series, series => new JsonObject { ["name"] = series.Name, ["points"] = ReportJson.List(series.Points, Of) })
        : ReportJson.List(((BarChart)chart).Series, series => new JsonObject
        {
            ["name"] = series.Name, ["values"] = ReportJson.List(series.Values, value => value is null ? null : ReportJson.Of(value)),
        });

    private static JsonObject Of(ChartAxis axis) => new() { ["label"] = axis.Label, ["logarithmic"] = axis.IsLogarithmic };

    private static JsonObject Of(ChartPoint point) => new()
    {
        ["x"] = point.X, ["y"] = ReportJson.Number(point.Y), ["low"] = ReportJson.Number(point.Low), ["high"] = ReportJson.Number(point.High),
    };
}
