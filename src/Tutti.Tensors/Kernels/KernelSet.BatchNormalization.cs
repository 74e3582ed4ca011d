namespace Tutti.Tensors.Kernels;

// Matrices of whole rows, one after the other; the number of columns is the length of the spans that hold one number a column. Every result
// element is computed from its own column, so a matrix may be cut into blocks of rows whose results are put together afterwards.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// Of each column the mean m = Σ x / rows and Σ (x − m)², computed in two passes over a block that should fit into the cache. For at
    /// least one row, and few enough that a sum in the element type is accurate (a few hundred).
    /// </summary>
    public abstract void ColumnMoments(ReadOnlySpan<T> values, Span<T> means, Span<T> squares);

    /// <summary>
    /// result = (x − center) · scale + shift, with center, scale and shift of the column. The result may not be the operand.
    /// </summary>
    public abstract void NormalizeColumns(
        ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> scales, ReadOnlySpan<T> shifts, Span<T> result);

    /// <summary>Of each column Σ g and Σ g (x − center). For as many rows as <see cref="ColumnMoments"/>.</summary>
    public abstract void ColumnProducts(
        ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers, Span<T> sums, Span<T> products);

    /// <summary>
    /// result = scale · g + slope · (x − center) + shift, with scale, slope, center and shift of the column. The result may not be an
    /// operand.
    /// </summary>
    public abstract void NormalizationGradient(ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers,
        ReadOnlySpan<T> scales, ReadOnlySpan<T> slopes, ReadOnlySpan<T> shifts, Span<T> result);
}
