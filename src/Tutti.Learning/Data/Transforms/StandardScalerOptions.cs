namespace Tutti.Learning.Data.Transforms;

/// <summary>What a <see cref="StandardScaler"/> does.</summary>
public sealed record StandardScalerOptions
{
    /// <summary>Whether each column's mean is subtracted. Default: true.</summary>
    public bool SubtractMean { get; init; } = true;

    /// <summary>Whether each column is divided by its standard deviation. Default: true.</summary>
    public bool DivideByDeviation { get; init; } = true;
}
