namespace Tutti.Experiments.Reports.Charts;

/// <summary>A chart of a report: a <see cref="LineChart"/> or a <see cref="BarChart"/>.</summary>
public abstract record Chart
{
    /// <summary>The most series of a chart: more could not be told apart.</summary>
    public const int MostSeries = 6;

    private protected Chart()
    {
    }

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>What can be seen in it, in words, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it is as wide as the page and flat, as a signal over time is best seen. Default: no.</summary>
    public bool IsWide { get; init; }

    /// <summary>The file in which programs find the chart's numbers, so that the report's JSON need not repeat them. Default: null, the
    /// JSON has them.</summary>
    public string? NumbersIn { get; init; }

    internal abstract IReadOnlyList<string> SeriesNames { get; }

    /// <summary>How each series looks: a number that <see cref="SeriesStyle"/> knows.</summary>
    internal IReadOnlyList<int> Looks => [.. SeriesNames.Select((_, series) => LookOf(series) ?? series)];

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="ArgumentException">No series, too many, or one without any number.</exception>
    internal void ThrowIfInvalid()
    {
        if (SeriesNames.Count is 0 or > MostSeries)
            throw new ArgumentException(
                $"Chart '{Title}': a number of series that cannot be drawn. Got {SeriesNames.Count}. Expected 1 to {MostSeries}. " +
                "Leave the chart out, or make several.");
        if (SeriesNames.Where((_, index) => !HasNumbers(index)).FirstOrDefault() is { } empty)
            throw new ArgumentException(
                $"Chart '{Title}': a series has no finite number. Got '{empty}'. Expected at least one. Leave the series out.");
        if (Looks.Any(look => look is < 0 or >= MostSeries) || Looks.Distinct().Count() != SeriesNames.Count)
            throw new ArgumentException(
                $"Chart '{Title}': series cannot be told apart. Got the looks {string.Join(", ", Looks)}. Expected different ones from 0 to {MostSeries - 1}.");
        CheckShape();
    }

    private protected abstract bool HasNumbers(int series);

    private protected abstract int? LookOf(int series);

    private protected virtual void CheckShape()
    {
    }
}
