using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void SumRows(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals) =>
        Reductions.SumRows(values, rows, columns, rowStride, totals);

    public override void SumColumns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals) =>
        Reductions.SumColumns(values, rows, columns, rowStride, totals);

    public override void SquareRows(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals) =>
        Reductions.SquareRows(values, rows, columns, rowStride, means, totals);

    public override void SquareColumns(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals) =>
        Reductions.SquareColumns(values, rows, columns, rowStride, means, totals);

    public override void ExtremaOfRows(ReadOnlySpan<T> values, int rows, int columns, T sign, Span<long> indices) =>
        Reductions.ExtremaOfRows(values, rows, columns, sign, indices);

    public override void ExtremaOfColumns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, T sign, Span<long> indices) =>
        Reductions.ExtremaOfColumns(values, rows, columns, rowStride, sign, indices);
}
