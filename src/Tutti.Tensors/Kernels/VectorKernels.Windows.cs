using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void GatherWindows(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> unrolled) =>
        Windows<TLanes>.Gather(image, geometry, firstRow, rowCount, firstChannel, channelCount, unrolled);

    public override void ScatterWindows(ReadOnlySpan<float> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> image) =>
        Windows<TLanes>.Scatter(unrolled, geometry, firstRow, rowCount, firstChannel, channelCount, image);

    public override bool ConvolvesFaster(in WindowGeometry geometry, int filters) => ShallowConvolution<TLanes>.Fits(geometry, filters);

    public override void Convolve(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount,
        ReadOnlySpan<float> weights, int filters, MatMulEpilogue<float> epilogue, Span<float> result) =>
        ShallowConvolution<TLanes>.Run(image, geometry, firstRow, rowCount, weights, filters, epilogue, result);

    public override void MaxPool(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<float> result, Span<ushort> taps)
    {
        // Few channels go into narrower registers.
        if (geometry.Channels >= TLanes.Count) MaxPooling<TLanes>.Run(image, geometry, firstRow, rowCount, relu, result, taps);
        else if (geometry.Channels >= Lanes256.Count) MaxPooling<Lanes256>.Run(image, geometry, firstRow, rowCount, relu, result, taps);
        else if (geometry.Channels >= Lanes128.Count) MaxPooling<Lanes128>.Run(image, geometry, firstRow, rowCount, relu, result, taps);
        else base.MaxPool(image, geometry, firstRow, rowCount, relu, result, taps);
    }

    public override void MaxPoolGradient(ReadOnlySpan<float> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<float> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<float> gradient)
    {
        if (geometry.Channels >= TLanes.Count)
            MaxPoolingGradient<TLanes>.Run(upstream, taps, output, geometry, firstSample, sampleCount, gradient);
        else if (geometry.Channels >= Lanes256.Count)
            MaxPoolingGradient<Lanes256>.Run(upstream, taps, output, geometry, firstSample, sampleCount, gradient);
        else
            MaxPoolingGradient<Lanes128>.Run(upstream, taps, output, geometry, firstSample, sampleCount, gradient);
    }

    public override void AveragePool(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount, bool countPadding,
        Span<float> result) =>
        AveragePooling<TLanes>.Run(image, geometry, firstRow, rowCount, countPadding, result);

    public override void AveragePoolGradient(ReadOnlySpan<float> upstream, in WindowGeometry geometry, int firstSample, int sampleCount,
        bool countPadding, Span<float> gradient) =>
        AveragePooling<TLanes>.Gradient(upstream, geometry, firstSample, sampleCount, countPadding, gradient);

    public override void ColumnSums(ReadOnlySpan<float> values, int rows, int rowStride, bool accumulate, Span<float> sums) =>
        ColumnSums<TLanes>.Run(values, rows, rowStride, accumulate, sums);
}
