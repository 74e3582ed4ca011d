namespace Tutti.Learning.Detection;

/// <summary>What a threshold is to make as great as possible.</summary>
public enum AlphaCriterion
{
    /// <summary>The harmonic mean of precision and recall of the anomalous samples.</summary>
    F1,

    /// <summary>The share of samples that are told apart rightly.</summary>
    Accuracy,
}
