namespace Tutti.Learning.Data;

/// <summary>What each column of a table is standardised with: (x − mean) / scale.</summary>
/// <param name="Means">The mean of each column over the training rows.</param>
/// <param name="Scales">The population's standard deviation of each column over the training rows; 1 for constant ones.</param>
public sealed record ColumnScaling(IReadOnlyList<double> Means, IReadOnlyList<double> Scales);
