namespace Tutti.Tensors;

/// <summary>What <see cref="Tensor.MultiHeadAttention"/> gives.</summary>
/// <param name="Output">Shaped like the query.</param>
/// <param name="Weights">
/// <c>[B, L, S]</c>: the attention weights before dropout, averaged over the heads; no gradient flows from them. Null unless
/// <see cref="MultiHeadAttentionOptions.NeedsWeights"/>.
/// </param>
public sealed record MultiHeadAttentionResult(Tensor Output, Tensor? Weights);
