using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>The numbers that may say how good an epoch is, by name.</summary>
internal static class MonitorNames
{
    internal const string Loss = "loss", Accuracy = "accuracy", TrainLoss = "train-loss";

    internal static IReadOnlyList<string> All { get; } = [Loss, Accuracy, TrainLoss];

    internal static MonitoredMetric Find(string name) => name switch
    {
        Accuracy => MonitoredMetric.ValidationAccuracy,
        TrainLoss => MonitoredMetric.TrainLoss,
        _ => MonitoredMetric.ValidationLoss,
    };
}
