namespace Tutti.Tensors.Kernels;

// Each element alone and in one pass over memory: the bits of a parameter do not depend on where in the span it lies, so parameters may be
// updated in pieces. All spans of a call have one length.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// g = gradient + weightDecay · p. With a momentum buffer: b = g in the first step, later momentum · b + (1 − dampening) · g; without
    /// (empty): b = g. Then p −= learningRate · b, or with Nesterov's momentum p −= learningRate · (g + momentum · b).
    /// </summary>
    public abstract void SgdStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings);

    /// <summary>
    /// g = gradient + weightDecay · p, or, decoupled, g = gradient and p ·= 1 − learningRate · weightDecay.
    /// m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², p −= learningRate / c₁ · m / (√v / √c₂ + ε) with the bias corrections c.
    /// </summary>
    public abstract void AdamStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, in AdamSettings settings);
}
