namespace Tutti.Distributed.Ensembles;

/// <summary>How far one node is with an answer.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Answered">For how many samples it has given values.</param>
/// <param name="Count">How many samples there are.</param>
public readonly record struct EnsembleProgress(string Node, int Answered, int Count);
