namespace Tutti.Learning.Training;

/// <summary>Which number of an epoch says how good it is.</summary>
public enum MonitoredMetric
{
    /// <summary>The mean loss on the validation data; smaller is better. Without validation data: the training loss.</summary>
    ValidationLoss,

    /// <summary>The accuracy on the validation data; greater is better.</summary>
    ValidationAccuracy,

    /// <summary>The mean loss of the epoch's own batches; smaller is better.</summary>
    TrainLoss,
}
