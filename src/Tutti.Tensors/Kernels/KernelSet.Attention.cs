namespace Tutti.Tensors.Kernels;

// With scores Z = scale · Q Kᵀ, −∞ where a query may not see a key: weights P = softmax of each row of Z (zeros where all are −∞), D = P
// with elements dropped, result O = D V. Gradients, from ∂O: ∂V = Dᵀ ∂O; ∂P = ∂O Vᵀ, dropped and scaled as D was;
// ∂Z = P ∘ (∂P − Σ over the row of P ∘ ∂P); ∂Q = scale · ∂Z K; ∂K = scale · ∂Zᵀ Q.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// Computes O, and P into <paramref name="weights"/> (rows RowStride apart, zeros beyond the keys) unless that is empty.
    /// </summary>
    public abstract void Attend(in AttentionBlock<T> block, Span<T> weights, Span<T> result, int resultStride);

    /// <summary>Computes ∂Q, ∂K and ∂V from P as <see cref="Attend"/> gave it; where that is empty, P is computed again, with the same
    /// bits.</summary>
    public abstract void AttendGradient(in AttentionBlock<T> block, ReadOnlySpan<T> weights, in AttentionGradients<T> gradients);
}
