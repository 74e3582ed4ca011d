namespace Tutti.Distributed.CostModel;

/// <summary>A size that buckets could have.</summary>
/// <param name="BucketBytes">The size; <see cref="int.MaxValue"/>: everything at once.</param>
/// <param name="Prediction">What the model says of it.</param>
public sealed record BucketCandidate(int BucketBytes, StepPrediction Prediction);
