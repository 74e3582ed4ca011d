using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Maxima and means of windows, and their gradients; see KernelSet.Windows.cs.</summary>
internal static class Pooling
{
    /// <summary>The tap of a window that lies in the padding altogether; its maximum is −∞.</summary>
    internal const ushort NoTap = ushort.MaxValue;

    internal static void Max<T>(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<T> result, Span<ushort> taps) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = firstRow; row < firstRow + rowCount; row++)
        {
            var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
            for (var x = 0; x < geometry.OutputWidth; x++)
            {
                var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                for (var channel = 0; channel < geometry.Channels; channel++)
                {
                    var (largest, tap) = (T.NegativeInfinity, (int)NoTap);
                    for (var i = rows.First; i < rows.End; i++)
                        for (var j = columns.First; j < columns.End; j++)
                        {
                            var value = image[geometry.Element(sample, y, x, i, j) + channel];
                            if (tap == NoTap || value > largest || T.IsNaN(value)) (largest, tap) = (value, i * geometry.KernelWidth + j);
                        }
                    var target = (row * geometry.OutputWidth + x) * geometry.Channels + channel;
                    result[target] = relu && largest < T.Zero ? T.Zero : largest;
                    if (!taps.IsEmpty) taps[target] = (ushort)tap;
                }
            }
        }
    }

    internal static void MaxGradient<T>(ReadOnlySpan<T> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<T> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<T> gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = geometry.Height * geometry.Width * geometry.Channels;
        gradient.Slice(firstSample * size, sampleCount * size).Clear();
        for (var sample = firstSample; sample < firstSample + sampleCount; sample++)
            for (var y = 0; y < geometry.OutputHeight; y++)
                for (var x = 0; x < geometry.OutputWidth; x++)
                    for (var channel = 0; channel < geometry.Channels; channel++)
                    {
                        var from = ((sample * geometry.OutputHeight + y) * geometry.OutputWidth + x) * geometry.Channels + channel;
                        if (!output.IsEmpty && !(output[from] > T.Zero)) continue;
                        if (taps[from] == NoTap) continue;
                        var (i, j) = Math.DivRem(taps[from], geometry.KernelWidth);
                        gradient[geometry.Element(sample, y, x, i, j) + channel] += upstream[from];
                    }
    }

    internal static void Average<T>(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool countPadding,
        Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = firstRow; row < firstRow + rowCount; row++)
        {
            var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
            for (var x = 0; x < geometry.OutputWidth; x++)
            {
                var sums = result.Slice((row * geometry.OutputWidth + x) * geometry.Channels, geometry.Channels);
                sums.Clear();
                var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                for (var i = rows.First; i < rows.End; i++)
                    for (var j = columns.First; j < columns.End; j++)
                    {
                        var values = image.Slice(geometry.Element(sample, y, x, i, j), geometry.Channels);
                        for (var channel = 0; channel < sums.Length; channel++) sums[channel] += values[channel];
                    }
                var share = Share<T>(geometry, y, x, countPadding);
                for (var channel = 0; channel < sums.Length; channel++) sums[channel] *= share;
            }
        }
    }

    internal static void AverageGradient<T>(ReadOnlySpan<T> upstream, in WindowGeometry geometry, int firstSample, int sampleCount,
        bool countPadding, Span<T> gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = geometry.Height * geometry.Width * geometry.Channels;
        gradient.Slice(firstSample * size, sampleCount * size).Clear();
        for (var sample = firstSample; sample < firstSample + sampleCount; sample++)
            for (var y = 0; y < geometry.OutputHeight; y++)
                for (var x = 0; x < geometry.OutputWidth; x++)
                {
                    var position = (sample * geometry.OutputHeight + y) * geometry.OutputWidth + x;
                    var from = upstream.Slice(position * geometry.Channels, geometry.Channels);
                    var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                    var share = Share<T>(geometry, y, x, countPadding);
                    for (var i = rows.First; i < rows.End; i++)
                        for (var j = columns.First; j < columns.End; j++)
                        {
                            var to = gradient.Slice(geometry.Element(sample, y, x, i, j), geometry.Channels);
                            for (var channel = 0; channel < to.Length; channel++) to[channel] += from[channel] * share;
                        }
                }
    }

    /// <summary>What each tap of a window counts.</summary>
    internal static T Share<T>(in WindowGeometry geometry, int y, int x, bool countPadding) where T : IFloatingPointIeee754<T>
    {
        if (countPadding) return T.CreateTruncating(1.0 / geometry.TapsInPaddedImage(y, x));
        var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
        return T.CreateTruncating(1.0 / ((rows.End - rows.First) * (columns.End - columns.First)));
    }
}
