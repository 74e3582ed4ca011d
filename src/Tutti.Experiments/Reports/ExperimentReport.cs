using System.Text.Json.Nodes;

namespace Tutti.Experiments.Reports;

/// <summary>
/// What an experiment found. Everything is plain text and is escaped where it is written; losses belong into it as much as wins do.
/// </summary>
public sealed record ExperimentReport
{
    /// <summary>The report's title.</summary>
    public required string Title { get; init; }

    /// <summary>The finding, in one paragraph with numbers.</summary>
    public required string Finding { get; init; }

    /// <summary>What the experiment was run with, so that it can be repeated.</summary>
    public required IReadOnlyList<ReportParameter> Parameters { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>How it was measured, what it does not show, what was left out and why; a paragraph each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Every single measurement for programs, one object each.</summary>
    public required IReadOnlyList<JsonObject> Results { get; init; }
}
