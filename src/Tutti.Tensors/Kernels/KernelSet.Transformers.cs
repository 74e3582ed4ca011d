namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// result[i] = x Φ(x), with Φ the standard normal distribution, and slopes[i] its derivative Φ(x) + x φ(x), unless that span is empty.
    /// Nearly all of the derivative's work is the function's.
    /// </summary>
    public abstract void Gelu(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes);

    /// <summary>result[i] = x σ(2 √(2/π) (x + 0.044715 x³)), σ(2z) being (1 + tanh z) / 2, and slopes[i] its derivative, unless that
    /// span is empty.</summary>
    public abstract void GeluTanh(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes);

    /// <summary>
    /// For each row of columns numbers: its mean μ, r = 1 / √(population variance + ε), result = (x − μ) r · weight + bias. An empty weight
    /// counts as ones, an empty bias as zeros. The result may be the values.
    /// </summary>
    public abstract void LayerNorm(ReadOnlySpan<T> values, int columns, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, T epsilon,
        Span<T> result, Span<T> means, Span<T> scales);

    /// <summary>
    /// With n = (x − μ) r and g = upstream · weight, in each row: gradient (+)= r (g − mean g − n · mean(g n)). Adds Σ over rows of
    /// upstream · n to the weight's sums, and of upstream to the bias's. An empty gradient is not computed.
    /// </summary>
    public abstract void LayerNormGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, int columns, ReadOnlySpan<T> weight,
        ReadOnlySpan<T> means, ReadOnlySpan<T> scales, bool accumulate, Span<T> gradient, Span<T> weightSums, Span<T> biasSums);

    /// <summary>
    /// result[i] = values[i] · factor of the dropping's element first + i; see <see cref="Dropper"/>. The first element is a multiple of
    /// <see cref="Dropper.Group"/>. The result may be the values.
    /// </summary>
    public abstract void Drop(ReadOnlySpan<T> values, in Dropper dropper, ulong first, Span<T> result);
}
