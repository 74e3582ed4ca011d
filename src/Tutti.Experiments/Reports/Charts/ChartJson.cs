using System.Text.Json.Nodes;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>The numbers of charts as JSON.</summary>
internal static class ChartJson
{
    internal static JsonObject Of(Chart chart)
    {
        var result = new JsonObject
        {
            ["kind"] = chart is LineChart ? "lines" : "bars", ["title"] = chart.Title, ["description"] = chart.Description,
        };
        if (chart is LineChart lines)
        {
            (result["x"], result["y"]) = (Of(lines.XAxis), Of(lines.YAxis));
            result["series"] = ReportJson.List(lines.Series, series => new JsonObject { ["name"] = series.Name, ["points"] = ReportJson.List(series.Points, Of) });
            return result;
        }
        var bars = (BarChart)chart;
        result["stacked"] = bars.IsStacked;
        (result["value"], result["groups"]) = (Of(bars.ValueAxis), ReportJson.List(bars.Groups, group => (JsonNode)group));
        result["series"] = ReportJson.List(bars.Series, series => new JsonObject
        {
            ["name"] = series.Name, ["values"] = ReportJson.List(series.Values, value => value is null ? null : ReportJson.Of(value)),
        });
        return result;
    }

    private static JsonObject Of(ChartAxis axis) => new() { ["label"] = axis.Label, ["logarithmic"] = axis.IsLogarithmic };

    private static JsonObject Of(ChartPoint point) => new()
    {
        ["x"] = point.X, ["y"] = ReportJson.Number(point.Y), ["low"] = ReportJson.Number(point.Low), ["high"] = ReportJson.Number(point.High),
    };
}
