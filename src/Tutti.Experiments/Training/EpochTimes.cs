using Tutti.Learning.Training;

namespace Tutti.Experiments.Training;

/// <summary>Keeps the time and the loss of each epoch.</summary>
internal sealed class EpochTimes : TrainingObserver
{
    internal List<double> Seconds { get; } = [];

    internal List<double> Losses { get; } = [];

    public override void EpochEnded(EpochReport epoch)
    {
        Seconds.Add(epoch.TrainingTime.TotalSeconds);
        Losses.Add(epoch.TrainLoss);
    }
}
