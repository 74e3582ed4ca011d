namespace Tutti.Learning.Training;

/// <summary>Watches a metric from epoch to epoch: which epoch was best, and for how many epochs nothing has improved.</summary>
internal sealed class MetricMonitor(MonitoredMetric metric, double leastImprovement)
{
    /// <summary>The best value and its epoch, and how many epochs have passed since the last improvement; for checkpoints.</summary>
    internal MonitorState State { get; set; } = MonitorState.None;

    /// <summary>The metric's value in an epoch.</summary>
    internal double ValueOf(double trainLoss, Evaluation? validation) => metric switch
    {
        MonitoredMetric.TrainLoss => trainLoss,
        MonitoredMetric.ValidationLoss => validation?.Loss ?? trainLoss,
        _ => validation?.Accuracy ?? throw new InvalidOperationException(
            "Trainer: there is no accuracy to watch. Got no validation data with classes. " +
            "Expected classes, or TrainerOptions.Monitor = ValidationLoss or TrainLoss."),
    };

    /// <summary>Takes an epoch's value in; true if the epoch is the best so far, which NaN never is.</summary>
    internal bool Report(int epoch, double value)
    {
        var isBest = Gain(value, State.Best) > 0;
        // Measured from the last improvement, or many small ones together would never be one.
        var isImprovement = Gain(value, State.LastImprovement) > leastImprovement;
        State = new MonitorState(
            isBest ? value : State.Best, isBest ? epoch : State.BestEpoch, isImprovement ? value : State.LastImprovement,
            isImprovement ? 0 : State.EpochsWithoutImprovement + 1);
        return isBest;
    }

    private double Gain(double value, double? before) =>
        double.IsNaN(value) ? double.NaN
        : before is not { } known ? double.PositiveInfinity
        : metric == MonitoredMetric.ValidationAccuracy ? value - known : known - value;
}

/// <summary>What a <see cref="MetricMonitor"/> remembers.</summary>
internal sealed record MonitorState(double? Best, int BestEpoch, double? LastImprovement, int EpochsWithoutImprovement)
{
    internal static MonitorState None { get; } = new(null, 0, null, 0);
}
