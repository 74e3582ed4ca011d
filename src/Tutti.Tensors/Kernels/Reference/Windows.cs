using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Unrolls windows for convolution and rolls them up again; see KernelSet.Windows.cs.</summary>
internal static class Windows
{
    internal static void Gather<T>(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> unrolled) where T : unmanaged
    {
        var depth = geometry.Taps * channelCount;
        unrolled[..(rowCount * geometry.OutputWidth * depth)].Clear();
        for (var row = firstRow; row < firstRow + rowCount; row++)
        {
            var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
            for (var x = 0; x < geometry.OutputWidth; x++)
            {
                var window = unrolled.Slice(((row - firstRow) * geometry.OutputWidth + x) * depth, depth);
                var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                for (var i = rows.First; i < rows.End; i++)
                    for (var j = columns.First; j < columns.End; j++)
                        image.Slice(geometry.Element(sample, y, x, i, j) + firstChannel, channelCount)
                            .CopyTo(window[((i * geometry.KernelWidth + j) * channelCount)..]);
            }
        }
    }

    internal static void Scatter<T>(ReadOnlySpan<T> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> image) where T : unmanaged, INumber<T>
    {
        var depth = geometry.Taps * channelCount;
        for (var row = firstRow; row < firstRow + rowCount; row++)
        {
            var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
            for (var x = 0; x < geometry.OutputWidth; x++)
            {
                var window = unrolled.Slice(((row - firstRow) * geometry.OutputWidth + x) * depth, depth);
                var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                for (var i = rows.First; i < rows.End; i++)
                    for (var j = columns.First; j < columns.End; j++)
                    {
                        var from = window.Slice((i * geometry.KernelWidth + j) * channelCount, channelCount);
                        var to = image.Slice(geometry.Element(sample, y, x, i, j) + firstChannel, channelCount);
                        for (var channel = 0; channel < channelCount; channel++) to[channel] += from[channel];
                    }
            }
        }
    }
}
