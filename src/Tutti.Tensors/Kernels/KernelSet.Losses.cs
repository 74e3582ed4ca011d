namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>result[i] = loss(left[i] − right[i]).</summary>
    public abstract void DifferenceLosses(DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>result[i] = factor · loss′(left[i] − right[i]).</summary>
    public abstract void DifferenceLossGradients(
        DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result);

    /// <summary>
    /// With logits x, targets t, weights w and positive weights q (all 1 where the span is empty), and L = 1 + (q − 1) t:
    /// result = w (L ln(1 + exp(−|x|)) + |x| ((1 − t) if x &gt; 0, else q t)), which is −w (q t ln σ(x) + (1 − t) ln(1 − σ(x))) without
    /// overflow, and without cancellation where the answer is nearly sure.
    /// </summary>
    public abstract void BinaryCrossEntropies(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, Span<T> result);

    /// <summary>result = factor · w ((1 − t) − L σ(−x)): the factor times the derivative by x.</summary>
    public abstract void BinaryCrossEntropyGradients(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, T factor, Span<T> result);

    /// <summary>Σ values[i]; long partial sums are kept in double.</summary>
    public abstract double Total(ReadOnlySpan<T> values);

    /// <summary>Σ values[i]², of which long partial sums are kept in double, so that it overflows only where a square does.</summary>
    public abstract double SquaredNorm(ReadOnlySpan<T> values);
}
