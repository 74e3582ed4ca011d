// Accumulation: p ascending (kernel row, kernel column, channel), product and sum each rounded.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Convolution by its definition; see KernelSet.Windows.cs.</summary>
internal static class ShallowConvolution
{
    internal static void Run<T>(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        ReadOnlySpan<T> weights, int filters, MatMulEpilogue<T> epilogue, Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = firstRow; row < firstRow + rowCount; row++)
            for (var x = 0; x < geometry.OutputWidth; x++)
                for (var filter = 0; filter < filters; filter++)
                {
                    var sum = Sum(image, geometry, row, x, weights, filters, filter);
                    if (!epilogue.Bias.IsEmpty) sum += epilogue.Bias[filter];
                    result[(row * geometry.OutputWidth + x) * filters + filter] = epilogue.Relu && sum < T.Zero ? T.Zero : sum;
                }
    }

    private static T Sum<T>(ReadOnlySpan<T> image, in WindowGeometry geometry, int row, int x, ReadOnlySpan<T> weights, int filters, int filter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
        var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
        var sum = T.Zero;
        for (var i = rows.First; i < rows.End; i++)
            for (var j = columns.First; j < columns.End; j++)
                for (var channel = 0; channel < geometry.Channels; channel++)
                    sum += image[geometry.Element(sample, y, x, i, j) + channel] *
                        weights[((i * geometry.KernelWidth + j) * geometry.Channels + channel) * filters + filter];
        return sum;
    }
}
