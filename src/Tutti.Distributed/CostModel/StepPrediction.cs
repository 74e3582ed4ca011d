namespace Tutti.Distributed.CostModel;

/// <summary>What the model says of one training step.</summary>
/// <param name="StepSeconds">From one step to the next.</param>
/// <param name="ExposedSeconds">How long ranks wait for sums after their backward pass: what communication adds to the step.</param>
/// <param name="SumSeconds">How long all sums take together, hidden behind the backward pass or not.</param>
/// <param name="BucketCount">How many sums there are.</param>
public sealed record StepPrediction(double StepSeconds, double ExposedSeconds, double SumSeconds, int BucketCount)
{
    /// <summary>The share of the step in which a rank computes, 0 … 1.</summary>
    public double Efficiency => StepSeconds > 0 ? (StepSeconds - ExposedSeconds) / StepSeconds : 1;
}
