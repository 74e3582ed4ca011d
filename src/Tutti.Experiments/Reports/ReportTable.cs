namespace Tutti.Experiments.Reports;

/// <summary>A table of a report: columns of texts on the left, numbers on the right, measurements with their range below the
/// median.</summary>
public sealed record ReportTable
{
    /// <summary>What the table shows, with what the numbers are.</summary>
    public required string Caption { get; init; }

    /// <summary>The columns' names with units, such as <c>time an epoch (s)</c>; at least one.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows, each with a cell for every column.</summary>
    public required IReadOnlyList<IReadOnlyList<ReportCell>> Rows { get; init; }

    internal void ThrowIfInvalid()
    {
        if (Columns.Count == 0)
            throw new ArgumentException($"ReportTable '{Caption}': no columns. Got none. Expected at least one. Leave the table out.");
        if (Rows.FirstOrDefault(row => row.Count != Columns.Count) is { } wrong)
            throw new ArgumentException(
                $"ReportTable '{Caption}': a row does not fit. Got {wrong.Count} cells. Expected {Columns.Count}, one a column. " +
                "Use null where there is nothing to say.");
    }
}
