namespace Tutti.Experiments.Reports.Charts;

/// <summary>Values along a number, a line each, with a band where a point has a range. At most <see cref="Chart.MostSeries"/>
/// lines.</summary>
public sealed record LineChart : Chart
{
    /// <summary>The axis along the bottom; it begins and ends where the points do.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The axis of the values.</summary>
    public required ChartAxis YAxis { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<LineSeries> Series { get; init; }

    internal override IReadOnlyList<string> SeriesNames => [.. Series.Select(series => series.Name)];

    private protected override bool HasNumbers(int series) => Series[series].Points.Any(point => point.IsDrawn);

    private protected override int? LookOf(int series) => Series[series].Look;

    private protected override void CheckShape()
    {
        foreach (var (name, points, _) in Series)
            for (var index = 0; index < points.Count; index++)
                if (!double.IsFinite(points[index].X) || index > 0 && points[index].X <= points[index - 1].X)
                    throw new ArgumentException(
                        $"LineChart '{Title}': the points of '{name}' are not in order. Got X = {points[index].X} at position {index}. " +
                        "Expected finite, ascending X. Sort them.");
    }
}
