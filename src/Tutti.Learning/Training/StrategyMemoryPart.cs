namespace Tutti.Learning.Training;

/// <summary>A part of an <see cref="IStrategyMemory"/>.</summary>
/// <param name="Name">
/// Its name, unique in the memory, for instance <c>residual.3.0.weight</c>; the same on every rank and for any number of workers.
/// </param>
/// <param name="Count">How many numbers it has.</param>
public sealed record StrategyMemoryPart(string Name, int Count);
