using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    // Lanes hold the numbers of rows as floats, exact so far.
    private const int MostRows = 1 << 24;

    public override void SumRows(ReadOnlySpan<float> values, int rows, int columns, int rowStride, Span<double> totals) =>
        MatrixSums<TLanes>.Rows(new Summand<TLanes>(), values, rows, columns, rowStride, default, totals);

    public override void SumColumns(ReadOnlySpan<float> values, int rows, int columns, int rowStride, Span<double> totals) =>
        MatrixSums<TLanes>.Columns(new Summand<TLanes>(), values, rows, columns, rowStride, default, totals);

    public override void SquareRows(
        ReadOnlySpan<float> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals) =>
        MatrixSums<TLanes>.Rows(new SquaredDeviation<TLanes>(), values, rows, columns, rowStride, means, totals);

    public override void SquareColumns(
        ReadOnlySpan<float> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals) =>
        MatrixSums<TLanes>.Columns(new SquaredDeviation<TLanes>(), values, rows, columns, rowStride, means, totals);

    public override void ExtremaOfRows(ReadOnlySpan<float> values, int rows, int columns, float sign, Span<long> indices) =>
        Extrema<TLanes>.OfRows(values, rows, columns, sign, indices);

    public override void ExtremaOfColumns(ReadOnlySpan<float> values, int rows, int columns, int rowStride, float sign, Span<long> indices)
    {
        if (rows > MostRows) base.ExtremaOfColumns(values, rows, columns, rowStride, sign, indices);
        else Extrema<TLanes>.OfColumns(values, rows, columns, rowStride, sign, indices);
    }
}
