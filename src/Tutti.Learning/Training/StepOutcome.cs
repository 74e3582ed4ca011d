namespace Tutti.Learning.Training;

/// <summary>What a step gave, the same on every rank.</summary>
/// <param name="Loss">The mean loss of the whole batch.</param>
/// <param name="StopRequested">Whether any rank wants to stop after this step.</param>
public readonly record struct StepOutcome(float Loss, bool StopRequested);
