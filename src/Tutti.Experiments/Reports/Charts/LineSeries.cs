namespace Tutti.Experiments.Reports.Charts;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, along ascending X; at least one has a finite value.</param>
/// <param name="Look">Its colour, dash and mark, 0 to <see cref="Chart.MostSeries"/> − 1; one thing should have one look on a page.
/// Default: its position.</param>
public sealed record LineSeries(string Name, IReadOnlyList<ChartPoint> Points, int? Look = null)
{
    /// <summary>What is drawn of it. Default: a line with a mark at each point.</summary>
    public LineParts Parts { get; init; } = LineParts.LineAndMarks;
}
