using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Reports;

/// <summary>A report as JSON: the same content as the page's.</summary>
internal static class ReportJson
{
    internal static JsonObject Of(ReportHeader header, ExperimentReport report) => new()
    {
        ["experiment"] = header.Experiment,
        ["title"] = report.Title,
        ["finding"] = report.Finding,
        ["command"] = header.Command,
        ["began"] = header.Began.ToString("O", CultureInfo.InvariantCulture),
        ["seconds"] = header.Elapsed.TotalSeconds,
        ["machine"] = JsonSerializer.SerializeToNode(header.Machine, JsonSerializerOptions.Web),
        ["versions"] = Of(header.Versions),
        ["parameters"] = Of(report.Parameters),
        ["sections"] = List(report.Sections, Of),
        ["notes"] = List(report.Notes, note => (JsonNode)note),
        ["results"] = List(report.Results, result => result.DeepClone()),
    };

    internal static JsonObject Of(Measurement value) => new()
    {
        ["median"] = value.Median, ["least"] = value.Least, ["greatest"] = value.Greatest, ["count"] = value.Count,
    };

    internal static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => [.. items.Select(convert)];

    /// <summary>A number; JSON has none that is not finite, so that is null.</summary>
    internal static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static JsonObject Of(IEnumerable<ReportParameter> parameters)
    {
        var result = new JsonObject();
        foreach (var (name, value) in parameters) result[name] = value;
        return result;
    }

    private static JsonObject Of(ReportSection section) => new()
    {
        ["title"] = section.Title,
        ["paragraphs"] = List(section.Paragraphs, paragraph => (JsonNode)paragraph),
        ["charts"] = List(section.Charts, ChartJson.Of),
        ["tables"] = List(section.Tables, Of),
    };

    private static JsonObject Of(ReportTable table) => new()
    {
        ["caption"] = table.Caption,
        ["columns"] = List(table.Columns, column => (JsonNode)column),
        ["rows"] = List(table.Rows, row => List(row, cell => cell.Json?.DeepClone())),
    };
}
