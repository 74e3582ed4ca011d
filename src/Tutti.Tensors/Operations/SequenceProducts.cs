using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Convolution of sequences [sample, column, channel] whose windows are stretches of memory: a matrix product that reads the windows where
/// they lie, one row of the matrix starting a stride after the one before it. Windows that begin or end in the padding are shorter
/// stretches, the same for the same column of every sample: one product over samples for each such column. Only for geometries with
/// <see cref="WindowGeometry.HasWindowsInPlace"/>.
/// </summary>
internal static class SequenceProducts<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A sum over this many columns is long enough to write the weights' gradient once for it.</summary>
    private const int LongSum = 24;

    /// <summary>
    /// result = epilogue(windows · weights [tap, channel, filter]) for some samples. The bits of an element do not depend on which.
    /// </summary>
    internal static void Convolve(KernelSet<T> kernels, in WindowGeometry geometry, int firstSample, int sampleCount, ReadOnlySpan<T> image,
        ReadOnlySpan<T> weights, int filters, MatMulEpilogue<T> epilogue, Span<T> result, SequenceLayout layout)
    {
        var (first, end) = geometry.InnerColumns();
        var depth = geometry.Taps * geometry.Channels;
        var (step, sampleStep) = (geometry.StrideWidth * geometry.Channels, geometry.Width * geometry.Channels);
        // As many rows as possible a product: along a sample, or through all samples.
        var alongSamples = first < end && end - first >= sampleCount;
        for (var sample = firstSample; sample < firstSample + sampleCount && alongSamples; sample++)
            Multiply(kernels, end - first, filters, depth, From(image, geometry.Element(sample, 0, first, 0, 0), depth), step,
                weights, epilogue, result[layout.Place(sample, first)..], layout.ColumnStep);
        for (var column = 0; column < geometry.OutputWidth; column++)
        {
            if (alongSamples && column >= first && column < end) continue;
            var taps = geometry.ColumnsInside(column);
            var length = (taps.End - taps.First) * geometry.Channels;
            Multiply(kernels, sampleCount, filters, length, From(image, geometry.Element(firstSample, 0, column, 0, taps.First), length),
                sampleStep, weights[(taps.First * geometry.Channels * filters)..], epilogue,
                result[layout.Place(firstSample, column)..], layout.SampleStep);
        }
    }

    /// <summary>
    /// gradient [tap, channel, filter] += windowsᵀ · upstream [sample, column, filter] for some filters. The order of the sum depends on the
    /// shapes alone.
    /// </summary>
    internal static void AddWeightGradient(KernelSet<T> kernels, in WindowGeometry geometry, ReadOnlySpan<T> image, ReadOnlySpan<T> upstream,
        int filters, int firstFilter, int filterCount, Span<T> gradient)
    {
        if (geometry.Samples == 0) return;
        var (first, end) = geometry.InnerColumns();
        var (samples, channels) = (geometry.Samples, geometry.Channels);
        var upstreamStep = geometry.OutputWidth * filters;
        var epilogue = new MatMulEpilogue<T> { Accumulate = true };
        var alongSamples = first < end && end - first >= Math.Min(samples, LongSum);
        for (var sample = 0; sample < samples && alongSamples; sample++)
            kernels.MatMul(geometry.Taps * channels, filterCount, end - first,
                image[geometry.Element(sample, 0, first, 0, 0)..], 1, geometry.StrideWidth * channels,
                upstream[(sample * upstreamStep + first * filters + firstFilter)..], filters, 1, gradient[firstFilter..], filters, epilogue);
        for (var column = 0; column < geometry.OutputWidth; column++)
        {
            var taps = alongSamples && column >= first && column < end ? default : geometry.ColumnsInside(column);
            if (taps.First == taps.End) continue;
            kernels.MatMul((taps.End - taps.First) * channels, filterCount, samples,
                image[geometry.Element(0, 0, column, 0, taps.First)..], 1, geometry.Width * channels,
                upstream[(column * filters + firstFilter)..], upstreamStep, 1,
                gradient[(taps.First * channels * filters + firstFilter)..], filters, epilogue);
        }
    }

    private static void Multiply(KernelSet<T> kernels, int rows, int filters, int depth, ReadOnlySpan<T> windows, int step,
        ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> result, int resultStep)
    {
        if (filters == 1) kernels.RowProducts(windows, step, rows, weights[..depth], epilogue, result, resultStep);
        else kernels.MatMul(rows, filters, depth, windows, step, 1, weights, filters, 1, result, resultStep, epilogue);
    }

    // Without taps there is no element to start from.
    private static ReadOnlySpan<T> From(ReadOnlySpan<T> image, int start, int length) => length == 0 ? default : image[start..];
}
