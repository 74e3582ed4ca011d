namespace Tutti.Tensors.Kernels;

// All spans hold rows of the given number of columns, one after the other. In each row m is the largest value and s = Σ exp(x − m), so that
// nothing overflows. A row of which the largest value is NaN or infinite gives NaN.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// result = exp(x − m) / s in each row. Also writes each row's m and ln s, unless those spans are empty. The result may not overlap
    /// the values.
    /// </summary>
    public abstract void Softmax(ReadOnlySpan<T> values, int columns, Span<T> result, Span<T> maxima, Span<T> logSums);

    /// <summary>result = (x − m) − ln s in each row. The result may not overlap the values.</summary>
    public abstract void LogSoftmax(ReadOnlySpan<T> values, int columns, Span<T> result);

    /// <summary>result = output · (upstream − Σ upstream · output) in each row. The result may be the upstream.</summary>
    public abstract void SoftmaxGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result);

    /// <summary>result = upstream − exp(output) · Σ upstream in each row. The result may be the upstream.</summary>
    public abstract void LogSoftmaxGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result);
}
