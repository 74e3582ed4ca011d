namespace Tutti.Experiments.Reports.Charts;

/// <summary>A point of a line.</summary>
/// <param name="X">Where along the axis; finite.</param>
/// <param name="Y">The value; what is not finite is a gap in the line.</param>
/// <param name="Low">The lower edge of the band around the line. Default: none.</param>
/// <param name="High">The upper edge; given with the lower one.</param>
public sealed record ChartPoint(double X, double Y, double? Low = null, double? High = null)
{
    internal bool IsDrawn => double.IsFinite(Y);

    internal bool HasBand => IsDrawn && Low is { } low && High is { } high && double.IsFinite(low) && double.IsFinite(high);

    /// <summary>A measured point: the median, with a band from the least to the greatest.</summary>
    /// <param name="x">Where along the axis.</param>
    /// <param name="measured">What was measured; null is a gap.</param>
    /// <returns>The point.</returns>
    public static ChartPoint Of(double x, Measurement? measured) =>
        measured is null ? new ChartPoint(x, double.NaN) : new ChartPoint(x, measured.Median, measured.Least, measured.Greatest);
}
