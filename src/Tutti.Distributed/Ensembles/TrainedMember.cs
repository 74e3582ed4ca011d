using Tutti.Learning.Detection;

namespace Tutti.Distributed.Ensembles;

/// <summary>What a training function returns.</summary>
/// <param name="Detector">The member.</param>
/// <param name="TrainingSamples">How many samples it learned from; at least 0, 0 for unknown.</param>
/// <param name="ValidationScore">How good it is on samples it has not seen, 0 … 1; null for unknown.</param>
/// <param name="Remarks">What whoever uses it should know, a line each: data that could not be read, for instance. Null: nothing.</param>
public sealed record TrainedMember(
    IAnomalyDetector Detector, long TrainingSamples = 0, double? ValidationScore = null, IReadOnlyList<string>? Remarks = null);
