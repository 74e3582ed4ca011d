using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void GatherWindows(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> unrolled) =>
        Windows.Gather(image, geometry, firstRow, rowCount, firstChannel, channelCount, unrolled);

    public override void ScatterWindows(ReadOnlySpan<T> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> image) =>
        Windows.Scatter(unrolled, geometry, firstRow, rowCount, firstChannel, channelCount, image);

    public override bool ConvolvesFaster(in WindowGeometry geometry, int filters) => true;

    public override void Convolve(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        ReadOnlySpan<T> weights, int filters, MatMulEpilogue<T> epilogue, Span<T> result) =>
        ShallowConvolution.Run(image, geometry, firstRow, rowCount, weights, filters, epilogue, result);

    public override void MaxPool(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<T> result, Span<ushort> taps) =>
        Pooling.Max(image, geometry, firstRow, rowCount, relu, result, taps);

    public override void MaxPoolGradient(ReadOnlySpan<T> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<T> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<T> gradient) =>
        Pooling.MaxGradient(upstream, taps, output, geometry, firstSample, sampleCount, gradient);

    public override void AveragePool(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool countPadding,
        Span<T> result) =>
        Pooling.Average(image, geometry, firstRow, rowCount, countPadding, result);

    public override void AveragePoolGradient(ReadOnlySpan<T> upstream, in WindowGeometry geometry, int firstSample, int sampleCount,
        bool countPadding, Span<T> gradient) =>
        Pooling.AverageGradient(upstream, geometry, firstSample, sampleCount, countPadding, gradient);

    public override void ColumnSums(ReadOnlySpan<T> values, int rows, int rowStride, bool accumulate, Span<T> sums) =>
        Reference.ColumnSums.Run(values, rows, rowStride, accumulate, sums);
}
