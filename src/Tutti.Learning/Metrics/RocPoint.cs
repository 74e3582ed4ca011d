namespace Tutti.Learning.Metrics;

/// <summary>A point of a ROC curve.</summary>
/// <param name="FalsePositiveRate">The share of negative rows at or above the threshold.</param>
/// <param name="TruePositiveRate">The share of positive rows at or above the threshold.</param>
/// <param name="Threshold">The score.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);
