namespace Tutti.Tensors;

/// <summary>What <see cref="Tensor.Lstm"/> gives; each part may be differentiated.</summary>
/// <param name="Sequence">
/// The last layer's states at every step, <c>[T, B, H]</c> or, batch first, <c>[B, T, H]</c>; in memory the steps are outermost.
/// </param>
/// <param name="FinalStates">Each layer's states after the last step, <c>[layers, B, H]</c>.</param>
/// <param name="FinalCells">Each layer's cells after the last step, <c>[layers, B, H]</c>.</param>
public sealed record LstmResult(Tensor Sequence, Tensor FinalStates, Tensor FinalCells);
