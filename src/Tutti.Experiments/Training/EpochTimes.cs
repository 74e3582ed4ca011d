using Tutti.Learning.Training;

namespace Tutti.Experiments.Training;

/// <summary>Keeps the time, the loss and, if it is measured, the accuracy of each epoch.</summary>
internal sealed class EpochTimes : TrainingObserver
{
    internal List<double> Seconds { get; } = [];

    internal List<double> Losses { get; } = [];

    internal List<double> Accuracies { get; } = [];

    internal int StepsPerEpoch { get; private set; }

    public override void TrainingStarted(TrainingPlan plan) => StepsPerEpoch = plan.StepsPerEpoch;

    public override void EpochEnded(EpochReport epoch)
    {
        Seconds.Add(epoch.TrainingTime.TotalSeconds);
        Losses.Add(epoch.TrainLoss);
        if (epoch.Validation?.Accuracy is { } accuracy) Accuracies.Add(accuracy);
    }
}
