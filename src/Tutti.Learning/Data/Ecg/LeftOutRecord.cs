namespace Tutti.Learning.Data.Ecg;

/// <summary>A record that gave no beats, while others did.</summary>
/// <param name="Record">The record as it was asked for.</param>
/// <param name="Problem">Why.</param>
/// <param name="Message">Why, in words.</param>
public sealed record LeftOutRecord(string Record, EcgRecordProblem Problem, string Message);
