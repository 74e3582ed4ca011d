namespace Tutti.Distributed.Ensembles;

/// <summary>What a <see cref="Combination"/> makes of nodes' values.</summary>
/// <param name="Values">One a sample.</param>
/// <param name="StandardErrors">As many; null for a single node.</param>
internal sealed record CombinedValues(double[] Values, double[]? StandardErrors);
