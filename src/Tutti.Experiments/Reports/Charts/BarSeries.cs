namespace Tutti.Experiments.Reports.Charts;

/// <summary>Bars of one colour in a <see cref="BarChart"/>.</summary>
/// <param name="Name">Their name in the legend.</param>
/// <param name="Values">A bar for each group; null leaves its place empty. At least one is there.</param>
/// <param name="Look">Their colour, 0 to <see cref="Chart.MostSeries"/> − 1; one thing should have one look on a page. Default: its
/// position.</param>
public sealed record BarSeries(string Name, IReadOnlyList<Measurement?> Values, int? Look = null);
