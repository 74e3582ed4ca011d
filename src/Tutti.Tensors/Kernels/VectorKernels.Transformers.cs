using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Gelu(ReadOnlySpan<float> values, Span<float> result, Span<float> slopes) =>
        GaussianUnits<TLanes>.Run(new GaussianUnit<TLanes>(), values, result, slopes);

    public override void GeluTanh(ReadOnlySpan<float> values, Span<float> result, Span<float> slopes) =>
        GaussianUnits<TLanes>.Run(new GaussianUnitByTanh<TLanes>(), values, result, slopes);

    public override void LayerNorm(ReadOnlySpan<float> values, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        float epsilon, Span<float> result, Span<float> means, Span<float> scales) =>
        LayerNorm<TLanes>.Run(values, columns, weight, bias, epsilon, result, means, scales);

    public override void LayerNormGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, int columns,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> means, ReadOnlySpan<float> scales, bool accumulate, Span<float> gradient,
        Span<float> weightSums, Span<float> biasSums) =>
        LayerNorm<TLanes>.Gradient(values, upstream, columns, weight, means, scales, accumulate, gradient, weightSums, biasSums);

    public override void Drop(ReadOnlySpan<float> values, in Dropper dropper, ulong first, Span<float> result) =>
        Dropping.Run(values, dropper, first, result);
}
