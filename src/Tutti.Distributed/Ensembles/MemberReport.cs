namespace Tutti.Distributed.Ensembles;

/// <summary>What a worker says of a task that it did; the rest is in files.</summary>
/// <param name="Task">The task's position.</param>
/// <param name="FitTime">How long fitting took.</param>
/// <param name="PredictTime">How long predicting took.</param>
internal sealed record MemberReport(int Task, TimeSpan FitTime, TimeSpan PredictTime);
