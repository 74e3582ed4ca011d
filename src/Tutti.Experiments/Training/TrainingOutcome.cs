using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Training;

/// <summary>What a training gave on one rank; travels as JSON.</summary>
/// <param name="EpochSeconds">The time of each epoch's steps: no loading, no evaluation.</param>
/// <param name="EpochLosses">The mean loss of each epoch.</param>
/// <param name="TestAccuracy">The share of test samples that the trained network classifies rightly.</param>
/// <param name="WeightsSha256">The digest of the trained weights.</param>
internal sealed record TrainingOutcome(double[] EpochSeconds, double[] EpochLosses, double TestAccuracy, string WeightsSha256)
{
    /// <summary>The accuracy after each epoch; empty if it was not measured.</summary>
    public double[] EpochAccuracies { get; init; } = [];

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch { get; init; }

    /// <summary>What each worker spent, by rank; empty if they were not watched.</summary>
    public WorkerShare[] Workers { get; init; } = [];

    /// <summary>The median of the epochs' times.</summary>
    internal double MedianEpochSeconds => Measurement.Of(EpochSeconds)!.Median;

    internal double TotalSeconds => EpochSeconds.Sum();

    internal int StepCount => StepsPerEpoch * EpochSeconds.Length;
}
