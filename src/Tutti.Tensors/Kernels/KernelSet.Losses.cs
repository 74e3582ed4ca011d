namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>result[i] = (left[i] − right[i])².</summary>
    public abstract void SquaredDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>Σ (left[i] − right[i])², of which long partial sums are kept in double.</summary>
    public abstract double SumOfSquaredDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right);

    /// <summary>result[i] = factor · (left[i] − right[i]).</summary>
    public abstract void ScaledDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result);
}
