using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Reports;

/// <summary>A part of a report: a heading, paragraphs, then charts, then tables.</summary>
public sealed record ReportSection
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to say. Default: nothing.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>The charts. Default: none.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>The tables. Default: none.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
}
