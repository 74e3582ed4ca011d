namespace Tutti.Distributed.Ensembles;

/// <summary>What one node contributes to an answer.</summary>
/// <param name="Values">One a sample; null if the node is left out.</param>
/// <param name="Outcome">Whether it spoke.</param>
internal sealed record NodeReply(double[]? Values, NodeOutcome Outcome);
