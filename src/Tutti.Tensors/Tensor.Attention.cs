using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// softmax(scale · Q Kᵀ) V over the last two dimensions (Vaswani et al. 2017, "Attention is all you need", equation 1), with this
    /// tensor as the queries Q. Scores that may not be attended to count as −∞; a query that may attend to nothing gets zeros, and gives no
    /// gradient.
    /// </summary>
    /// <remarks>
    /// One operation: no tensor of scores is made, and what causality excludes is not computed. The operands may lie in any memory order in
    /// which the last dimension is contiguous, so that heads are split by a view: <c>x.Reshape([B, L, H, E]).Permute(0, 2, 1, 3)</c>.
    /// The result lies in the order of the queries. Memory for gradients: the weights, or nothing where they are many and computed again.
    /// </remarks>
    /// <param name="key"><c>[…, S, E]</c>; this tensor is <c>[…, L, E]</c>, with the same leading dimensions (usually batch,
    /// heads).</param>
    /// <param name="value"><c>[…, S, V]</c>.</param>
    /// <param name="options">Mask, causality, scale, dropout; null for none of them.</param>
    /// <returns><c>[…, L, V]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit, or an option is out of range.</exception>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, AttentionOptions? options = null) =>
        Attention.Run(this, key, value, options ?? new());

    /// <summary>
    /// Several attentions side by side (Vaswani et al. 2017, section 3.2.2): queries, keys and values are projected, head h uses columns
    /// h E/H … (h + 1) E/H of the projections, and the heads' results, side by side, are projected again.
    /// Where the three inputs are one tensor they are projected in one product.
    /// </summary>
    /// <param name="query"><c>[B, L, E]</c>, or <c>[L, B, E]</c> if not batch first.</param>
    /// <param name="key"><c>[B, S, E]</c>, or <c>[S, B, E]</c>.</param>
    /// <param name="value">Shaped like the key.</param>
    /// <param name="weights">The projections.</param>
    /// <param name="options">Heads, masks, layout, dropout.</param>
    /// <returns>The output, shaped like the query, and the attention weights if they are wanted.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit, or an option is out of range.</exception>
    public static MultiHeadAttentionResult MultiHeadAttention(
        Tensor query, Tensor key, Tensor value, MultiHeadAttentionWeights weights, MultiHeadAttentionOptions options) =>
        MultiHeadLayer.Run(query, key, value, weights, options);
}
