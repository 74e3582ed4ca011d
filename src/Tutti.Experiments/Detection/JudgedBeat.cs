using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.Detection;

/// <summary>A heartbeat and what was made of it.</summary>
/// <param name="Beat">The beat.</param>
public sealed record JudgedBeat(EcgBeat Beat)
{
    /// <summary>The ensemble's p-value or share of votes, 0 … 1; null for a beat that cannot be judged, see its flags.</summary>
    public double? Value { get; init; }

    /// <summary>The standard error of <see cref="Value"/> among the nodes that spoke; null where that was one node.</summary>
    public double? StandardError { get; init; }

    /// <summary>The mean reconstruction error of the members; null where they are elsewhere and only p-values came.</summary>
    public double? Error { get; init; }

    /// <summary>Whether it is anomalous; false for a beat that cannot be judged.</summary>
    public bool IsAnomalous { get; init; }
}
