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

    internal abstract IReadOnlyList<string> SeriesNames { get; }

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
        CheckShape();
    }

    private protected abstract bool HasNumbers(int series);

    private protected virtual void CheckShape()
    {
    }
}
