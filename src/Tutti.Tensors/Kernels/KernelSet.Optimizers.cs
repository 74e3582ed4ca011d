namespace Tutti.Tensors.Kernels;

// Each element alone and, but for Lamb, in one pass over memory: the bits of a parameter do not depend on where in the span it lies, so
// parameters may be updated in pieces. All spans of a call have one length; a memory that an optimizer does not keep is empty.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// g = gradient + weightDecay · p. With a momentum buffer: b = g in the first step, later momentum · b + (1 − dampening) · g; without
    /// (empty): b = g. Then p −= learningRate · b, or with Nesterov's momentum p −= learningRate · (g + momentum · b).
    /// </summary>
    public abstract void SgdStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings);

    /// <summary>
    /// g = gradient + weightDecay · p, or, decoupled, g = gradient and p ·= 1 − learningRate · weightDecay.
    /// m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², u = v, or with largest variances (else empty) u = largest = max(largest, v);
    /// p −= learningRate / c₁ · m / (√u / √c₂ + ε) with the bias corrections c.
    /// </summary>
    public abstract void AdamStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, Span<T> largestVariance,
        in AdamSettings settings);

    /// <summary>
    /// g = gradient + weightDecay · p, v = α v + (1 − α) g². With a mean (else empty) a = α a + (1 − α) g, and max(0, v − a²) takes the
    /// place of v. u = g / (√v + ε); with a momentum buffer (else empty) b = momentum · b + u, p −= learningRate · b; else
    /// p −= learningRate · u.
    /// </summary>
    public abstract void RmsPropStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> mean, Span<T> momentumBuffer,
        in RmsPropSettings settings);

    /// <summary>g = gradient + weightDecay · p, s += g², p −= learningRate · g / (√s + ε).</summary>
    public abstract void AdagradStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> sum, in AdagradSettings settings);

    /// <summary>
    /// g = gradient + weightDecay · p, v = ρ v + (1 − ρ) g², d = √(u + ε) / √(v + ε) · g, u = ρ u + (1 − ρ) d², p −= learningRate · d.
    /// </summary>
    public abstract void AdadeltaStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> updates,
        in AdadeltaSettings settings);

    /// <summary>
    /// m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g². With r = m / c₁ / (√v / √c₂ + ε) + weightDecay · p, returns Σ p² and Σ r² over the
    /// span, of which long partial sums are kept in double.
    /// </summary>
    public abstract (double Parameters, double Updates) LambMoments(ReadOnlySpan<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean,
        Span<T> variance, in LambSettings settings);

    /// <summary>p −= factor · r, with r as in <see cref="LambMoments"/>.</summary>
    public abstract void LambStep(
        Span<T> parameters, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, double factor, in LambSettings settings);
}
