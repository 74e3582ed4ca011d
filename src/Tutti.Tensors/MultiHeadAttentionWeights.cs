namespace Tutti.Tensors;

/// <summary>The weights of <see cref="Tensor.MultiHeadAttention"/> for a model of width E, as PyTorch keeps them.</summary>
/// <param name="InProjection"><c>[3 E, E]</c>: rows for the queries, then the keys, then the values.</param>
/// <param name="InBias"><c>[3 E]</c>, or null for none.</param>
/// <param name="OutProjection"><c>[E, E]</c>.</param>
/// <param name="OutBias"><c>[E]</c>, or null for none.</param>
public sealed record MultiHeadAttentionWeights(Tensor InProjection, Tensor? InBias, Tensor OutProjection, Tensor? OutBias);
