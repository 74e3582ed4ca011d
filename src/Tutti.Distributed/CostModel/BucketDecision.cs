namespace Tutti.Distributed.CostModel;

/// <summary>How gradients are to be summed, and why.</summary>
public sealed record BucketDecision
{
    /// <summary>The chosen size; <see cref="int.MaxValue"/>: everything at once.</summary>
    public required int BucketBytes { get; init; }

    /// <summary>Up to where a sum is to go all to all instead of in ranges.</summary>
    public required int DirectBytes { get; init; }

    /// <summary>What the model says of the choice; null where nothing was to choose.</summary>
    public StepPrediction? Prediction { get; init; }

    /// <summary>Every size that was looked at, ascending; empty where nothing was to choose.</summary>
    public IReadOnlyList<BucketCandidate> Candidates { get; init; } = [];

    /// <summary>Measured figures, predictions and the choice, as lines for people.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
