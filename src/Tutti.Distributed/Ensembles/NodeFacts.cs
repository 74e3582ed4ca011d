using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>What a node of an ensemble says of itself; travels as JSON.</summary>
/// <param name="Name">Unique in the ensemble; what answers and messages call it.</param>
/// <param name="Version">The fingerprint of its model: a node whose version changes is another member.</param>
/// <param name="SampleShape">The shape of one sample.</param>
public sealed record NodeFacts(string Name, string Version, Shape SampleShape)
{
    /// <summary>How many samples its model learned from, at least 0; weights by size are in proportion. Default: 0, unknown.</summary>
    public long TrainingSamples { get; init; }

    /// <summary>How good its model was on samples it had not seen, 0 … 1, the greater the better. Default: null, unknown.</summary>
    public double? ValidationScore { get; init; }
}
