namespace Tutti.Learning.Metrics;

/// <summary>A point of a precision-recall curve.</summary>
/// <param name="Precision">The share of positive rows among those at or above the threshold.</param>
/// <param name="Recall">The share of the positive rows that are at or above the threshold.</param>
/// <param name="Threshold">The score.</param>
public readonly record struct PrecisionRecallPoint(double Precision, double Recall, double Threshold);
