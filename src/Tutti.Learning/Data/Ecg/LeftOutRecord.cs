namespace Tutti.Learning.Data.Ecg;

/// <summary>A record that gave no beats, while others did.</summary>
/// <param name="Record">The record as it was asked for.</param>
/// <param name="Problem">Why.</param>
/// <param name="Message">Why, in words.</param>
public sealed record LeftOutRecord(string Record, EcgRecordProblem Problem, string Message)
{
    /// <summary>The record and why it was left out.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Record}: {Message}";
}
