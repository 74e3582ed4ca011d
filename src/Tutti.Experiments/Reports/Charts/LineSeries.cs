namespace Tutti.Experiments.Reports.Charts;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, along ascending X; at least one has a finite value.</param>
public sealed record LineSeries(string Name, IReadOnlyList<ChartPoint> Points);
