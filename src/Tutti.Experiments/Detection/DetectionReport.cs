using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.Detection;

/// <summary>Shows what was found in recordings: signals with anomalous beats marked, beats beside their reconstruction, errors.</summary>
public static class DetectionReport
{
    /// <summary>The page's name in its folder.</summary>
    public const string HtmlName = "report.html";

    /// <summary>The name of the same for programs.</summary>
    public const string JsonName = "report.json";

    private const int DrawnRecords = 6, StripsOfARecord = 2;

    /// <summary>Writes the page and its numbers, each whole or not at all; reads the recordings again to draw them.</summary>
    /// <param name="result">What was found; at least one record.</param>
    /// <param name="folder">An existing folder; files of an earlier page are replaced.</param>
    /// <param name="commandLine">The command that makes it again.</param>
    /// <param name="began">When it began.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="IOException">A recording could not be read again, or a file not written.</exception>
    public static string Write(
        DetectionResult result, string folder, IReadOnlyList<string> commandLine, DateTimeOffset began, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(commandLine);
        var (html, json) = (Path.Combine(folder, HtmlName), Path.Combine(folder, JsonName));
        ReportFiles.Write(ReportHeader.Create("detect", commandLine, began, elapsed), Create(result), html, json);
        return html;
    }

    internal static ExperimentReport Create(DetectionResult result) => new()
    {
        Title = $"Heartbeats of {result.Records.Count} recordings",
        Finding = Finding(result),
        Parameters =
        [
            new("combined by", result.Combination),
            new("anomalous if", Invariant($"{(result.AreVotes ? "half of the members have p" : "p")} ≤ {result.Alpha:G6}")),
            new("members", $"{result.Nodes.Count(node => node.Problem is null)} of {result.Nodes.Count} spoke"),
        ],
        Sections = [.. Sections(result)],
        Notes = [.. Notes(result)],
        Results = [.. result.Records.Select(Summary)],
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Finding(DetectionResult result)
    {
        var (judged, anomalous) = (result.Judged.Count(), result.Judged.Count(beat => beat.IsAnomalous));
        var skipped = result.Records.Sum(record => record.Beats.Count) - judged;
        var share = judged == 0 ? 0 : 100.0 * anomalous / judged;
        return $"{ReportNumber.Count(anomalous)} of {ReportNumber.Count(judged)} beats ({ReportNumber.Measured(share)}\u00A0%) are anomalous. " +
            (skipped > 0 ? $"{ReportNumber.Count(skipped)} more could not be judged. " : "") +
            (result.LeftOut.Count > 0 ? $"{result.LeftOut.Count} recordings were left out. " : "") +
            (result.Nodes.Count(node => node.Problem is not null) is var silent and > 0 ? $"{silent} of {result.Nodes.Count} members did not answer." : "");
    }

    private static IEnumerable<ReportSection> Sections(DetectionResult result)
    {
        var drawn = result.Records.Where(record => record.AnomalousCount > 0)
            .OrderByDescending(record => (double)record.AnomalousCount / record.JudgedCount).Take(DrawnRecords).ToArray();
        yield return new ReportSection { Title = "Recordings", Tables = [RecordTable(result), .. LeftOutTable(result.LeftOut)] };
        if (drawn.Length > 0)
            yield return new ReportSection
            {
                Title = "Where the anomalous beats are",
                Paragraphs =
                [
                    "Of the recordings with the largest shares of anomalous beats, the stretches with the most of them, as recorded.",
                ],
                Charts = [.. drawn.SelectMany(record => SignalStrips.Draw(record, StripsOfARecord).Append(BeatCharts.OverTime(record, result.ValueName)))],
            };
        if (result.Examples.Count > 0)
            yield return new ReportSection
            {
                Title = "Original against reconstruction",
                Paragraphs = ["What the members have not learned they give back badly: that is what the error measures."],
                Charts = [.. result.Examples.Select(example => BeatCharts.Draw(example, result.ValueName))],
            };
        if (result.CalibrationErrors.Any(error => error > 0) && result.Judged.All(beat => beat.Error is not null))
            yield return new ReportSection { Title = "How errors are distributed", Charts = [BeatCharts.Distribution(result)] };
        yield return new ReportSection { Title = "Members", Tables = [MemberTable(result.Nodes)] };
    }

    private static ReportTable RecordTable(DetectionResult result) => new()
    {
        Caption = "Beats of each recording",
        Columns = ["record", "lead", "beats", "judged", "anomalous", "anomalous (%)", "flagged"],
        Rows =
        [
            .. result.Records.Select(record => new ReportCell[]
            {
                record.Name, record.Record.Lead, record.Beats.Count, record.JudgedCount, record.AnomalousCount,
                record.JudgedCount == 0 ? double.NaN : 100.0 * record.AnomalousCount / record.JudgedCount, Flags(record),
            }),
        ],
    };

    private static string? Flags(JudgedRecord record)
    {
        var kinds = record.Beats.Where(beat => !beat.Beat.IsUsable).GroupBy(beat => beat.Beat.Flags)
            .Select(kind => $"{kind.Count()} {kind.Key.ToString().ToLowerInvariant()}").ToArray();
        return kinds.Length > 0 ? string.Join("; ", kinds) : null;
    }

    private static IEnumerable<ReportTable> LeftOutTable(IReadOnlyList<LeftOutRecord> leftOut)
    {
        if (leftOut.Count == 0) yield break;
        yield return new ReportTable
        {
            Caption = "Recordings that were left out",
            Columns = ["record", "problem", "message"],
            Rows = [.. leftOut.Select(record => new ReportCell[] { record.Record, record.Problem.ToString(), record.Message })],
        };
    }

    private static ReportTable MemberTable(IReadOnlyList<NodeRemark> nodes) => new()
    {
        Caption = "The ensemble's members",
        Columns = ["member", "model", "answer"],
        Rows = [.. nodes.Select(node => new ReportCell[] { node.Name, node.Version?[..Math.Min(12, node.Version.Length)], node.Problem ?? "in the values" })],
    };

    private static IEnumerable<string> Notes(DetectionResult result) =>
    [
        "p is the share of calibration beats with a greater error, combined over the members. It says how unusual a beat is for those that the " +
            "members learned from, not how dangerous it is. This is no medical device.",
        "Beats that are flagged (incomplete, missing samples, flat, saturated) are counted and not judged.",
        result.CalibrationErrors.Count > 0
            ? "Errors are means over the members; each member judges by its own calibration."
            : "The members are on other machines and send p-values only, so there are no reconstructions and no errors.",
        "Every beat with its p-value is in the table beside this page.",
    ];

    private static JsonObject Summary(JudgedRecord record) => new()
    {
        ["record"] = record.Name, ["lead"] = record.Record.Lead, ["beats"] = record.Beats.Count, ["judged"] = record.JudgedCount,
        ["anomalous"] = record.AnomalousCount,
    };
}
