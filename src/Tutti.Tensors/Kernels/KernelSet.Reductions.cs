namespace Tutti.Tensors.Kernels;

// A matrix of rows × columns, the elements of a row contiguous, rows a stride apart. Sums are kept in double and added to what is there.
internal abstract partial class KernelSet<T>
{
    /// <summary>totals[row] += Σ over columns of values[row, column].</summary>
    public abstract void SumRows(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals);

    /// <summary>totals[column] += Σ over rows, ascending, of values[row, column].</summary>
    public abstract void SumColumns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals);

    /// <summary>totals[row] += Σ over columns of (values[row, column] − means[row])².</summary>
    public abstract void SquareRows(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals);

    /// <summary>totals[column] += Σ over rows, ascending, of (values[row, column] − means[column])².</summary>
    public abstract void SquareColumns(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals);

    /// <summary>
    /// indices[row] = the column of the row's largest element, or smallest if the sign is −1: the first of equals, the first NaN if there
    /// is one. At least one column.
    /// </summary>
    public abstract void ExtremaOfRows(ReadOnlySpan<T> values, int rows, int columns, T sign, Span<long> indices);

    /// <summary>The same along columns: indices[column] = a row. At least one row.</summary>
    public abstract void ExtremaOfColumns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, T sign, Span<long> indices);
}
