namespace Tutti.Experiments.Reports.Charts;

/// <summary>Values of things, as bars in groups, with whiskers from the least to the greatest. At most <see cref="Chart.MostSeries"/>
/// series.</summary>
public sealed record BarChart : Chart
{
    /// <summary>The axis of the values. Bars of a logarithmic one begin at its lower end.</summary>
    public required ChartAxis ValueAxis { get; init; }

    /// <summary>The groups' names; at least one.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The bars, each series with one value a group.</summary>
    public required IReadOnlyList<BarSeries> Series { get; init; }

    /// <summary>
    /// Whether the bars of a group stand on each other, so that their sum can be seen; without whiskers, on a linear axis. Default: they stand
    /// beside each other.
    /// </summary>
    public bool IsStacked { get; init; }

    internal override IReadOnlyList<string> SeriesNames => [.. Series.Select(series => series.Name)];

    private protected override bool HasNumbers(int series) =>
        Series[series].Values.Any(value => value is not null && double.IsFinite(value.Median));

    private protected override int? LookOf(int series) => Series[series].Look;

    private protected override void CheckShape()
    {
        if (Series.FirstOrDefault(series => series.Values.Count != Groups.Count) is { } wrong)
            throw new ArgumentException(
                $"BarChart '{Title}': a series does not fit the groups. Got {wrong.Values.Count} values of '{wrong.Name}'. " +
                $"Expected {Groups.Count}, one a group. Use null where there is none.");
        if (IsStacked && (ValueAxis.IsLogarithmic || Series.Any(series => series.Values.Any(value => value?.Median < 0))))
            throw new ArgumentException(
                $"BarChart '{Title}': bars cannot stand on each other. Got a logarithmic axis or a negative value. Expected neither. Put them beside each other.");
    }
}
