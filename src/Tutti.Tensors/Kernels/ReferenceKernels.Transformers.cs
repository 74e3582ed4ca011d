using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Gelu(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes) => GaussianUnit.Run(values, result, slopes);

    public override void GeluTanh(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes) => GaussianUnit.RunTanh(values, result, slopes);

    public override void LayerNorm(ReadOnlySpan<T> values, int columns, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, T epsilon,
        Span<T> result, Span<T> means, Span<T> scales) =>
        Reference.LayerNorm.Run(values, columns, weight, bias, epsilon, result, means, scales);

    public override void LayerNormGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, int columns, ReadOnlySpan<T> weight,
        ReadOnlySpan<T> means, ReadOnlySpan<T> scales, bool accumulate, Span<T> gradient, Span<T> weightSums, Span<T> biasSums) =>
        Reference.LayerNorm.Gradient(values, upstream, columns, weight, means, scales, accumulate, gradient, weightSums, biasSums);

    public override void Drop(ReadOnlySpan<T> values, in Dropper dropper, ulong first, Span<T> result) =>
        Dropping.Run(values, dropper, first, result);
}
