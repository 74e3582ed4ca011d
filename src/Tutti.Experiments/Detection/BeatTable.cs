using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Detection;

/// <summary>All beats of recordings with their p-values, as CSV or JSON.</summary>
/// <param name="result">What was found.</param>
public sealed class BeatTable(DetectionResult result)
{
    private readonly string[] columns =
    [
        "record", "patient", "lead", "sample", "seconds", "symbol", "class", "flags", result.ValueName, "standard_error", "error", "anomalous",
    ];

    /// <summary>How many beats there are, those that cannot be judged too.</summary>
    public int Count => result.Records.Sum(record => record.Beats.Count);

    /// <summary>
    /// Writes a line a beat (RFC 4180, points for decimals): the record, its patient and lead, the sample and second of the R wave, the
    /// annotation's symbol and AAMI class, the flags, and, unless there are some, the p-value (or share of votes), its standard error among nodes, the mean
    /// reconstruction error and 1 for an anomalous beat. What is not known is empty.
    /// </summary>
    /// <param name="output">Where to, in UTF-8; stays open.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void WriteCsv(Stream output)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(columns);
        foreach (var (record, beat) in Rows) csv.WriteRecord(FieldsOf(record, beat));
    }

    /// <summary>The same as one array of objects, a field a column; what is not known is null.</summary>
    /// <returns>The array.</returns>
    public JsonArray ToJson() => [.. Rows.Select(row => ToJson(row.Record, row.Beat))];

    private IEnumerable<(JudgedRecord Record, JudgedBeat Beat)> Rows =>
        from record in result.Records from beat in record.Beats select (record, beat);

    private static string[] FieldsOf(JudgedRecord record, JudgedBeat beat) =>
    [
        record.Name, record.Record.Patient, record.Record.Lead, Text(beat.Beat.Sample),
        record.SecondsOf(beat).ToString("0.000", CultureInfo.InvariantCulture), beat.Beat.Symbol, beat.Beat.Class?.ToString() ?? "",
        beat.Beat.IsUsable ? "" : beat.Beat.Flags.ToString(), Text(beat.Value), Text(beat.StandardError), Text(beat.Error),
        beat.Value is null ? "" : beat.IsAnomalous ? "1" : "0",
    ];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private JsonObject ToJson(JudgedRecord record, JudgedBeat beat) => new()
    {
        ["record"] = record.Name,
        ["patient"] = record.Record.Patient,
        ["lead"] = record.Record.Lead,
        ["sample"] = beat.Beat.Sample,
        ["seconds"] = Math.Round(record.SecondsOf(beat), 3),
        ["symbol"] = beat.Beat.Symbol.Length > 0 ? beat.Beat.Symbol : null,
        ["class"] = beat.Beat.Class?.ToString(),
        ["flags"] = beat.Beat.IsUsable ? null : beat.Beat.Flags.ToString(),
        [result.ValueName] = ReportJson.Number(beat.Value),
        ["standardError"] = ReportJson.Number(beat.StandardError),
        ["error"] = ReportJson.Number(beat.Error),
        ["anomalous"] = beat.Value is null ? null : beat.IsAnomalous,
    };
}
