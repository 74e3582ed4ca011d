namespace Tutti.Learning.Detection;

/// <summary>One point of a calibration curve.</summary>
/// <param name="Alpha">The threshold, 0 … 1.</param>
/// <param name="FlaggedShare">The share of usual samples whose p-value is at most the threshold, 0 … 1.</param>
public readonly record struct CalibrationPoint(double Alpha, double FlaggedShare);
