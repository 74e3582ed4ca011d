namespace Tutti.Experiments.Reports.Charts;

/// <summary>An axis of numbers.</summary>
/// <param name="Label">What is along it, with the unit.</param>
public sealed record ChartAxis(string Label)
{
    /// <summary>Whether equal distances are equal ratios; all values must be more than 0. Default: no.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether 0 is on the axis, so that lengths can be compared; of no meaning on a logarithmic one. Default: yes.</summary>
    public bool StartsAtZero { get; init; } = true;
}
