using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tutti.Cli.Output;

/// <summary>
/// What a verb has to say in the end: text for people, or one JSON object as the only line. Standard output carries nothing else.
/// </summary>
internal sealed class Report(Terminal terminal, bool isJson)
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal bool IsJson => isJson;

    /// <summary>A line for people; nothing in JSON mode.</summary>
    internal void Line(string text = "")
    {
        if (!isJson) terminal.Output.WriteLine(text);
    }

    /// <summary>Facts for people, one a line, the values aligned.</summary>
    internal void Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var width = 0;
        foreach (var (name, _) in facts) width = Math.Max(width, name.Length);
        foreach (var (name, value) in facts) Line($"  {name.PadRight(width)}  {value}");
    }

    /// <summary>A table for people. Numbers stand on the right of their column, text on the left.</summary>
    internal void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, params ReadOnlySpan<int> numberColumns)
    {
        if (isJson) return;
        var table = new TextTable(columns, numberColumns);
        foreach (var row in rows) table.Add(row);
        table.Write(terminal.Output);
    }

    /// <summary>The result for programs; nothing in text mode.</summary>
    internal void Json(JsonObject result)
    {
        if (isJson) terminal.Output.WriteLine(result.ToJsonString(OneLine));
    }

    /// <summary>A number as JSON; what is no number is null, since JSON has no NaN.</summary>
    internal static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    internal static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
