namespace Tutti.Distributed.CostModel;

/// <summary>What the model says of a number of workers.</summary>
/// <param name="Workers">How many.</param>
/// <param name="BucketBytes">The size of buckets that it chose; <see cref="int.MaxValue"/>: everything at once.</param>
/// <param name="Prediction">Their step.</param>
/// <param name="SpeedUp">How many times as many samples a second as one worker with the profile's batch.</param>
public sealed record ScalingPoint(int Workers, int BucketBytes, StepPrediction Prediction, double SpeedUp)
{
    /// <summary><see cref="SpeedUp"/> ÷ <see cref="Workers"/>.</summary>
    public double Efficiency => SpeedUp / Workers;
}
