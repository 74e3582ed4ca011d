using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void ColumnMoments(ReadOnlySpan<T> values, Span<T> means, Span<T> squares) =>
        BatchNormalization.Moments(values, means, squares);

    public override void NormalizeColumns(
        ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> scales, ReadOnlySpan<T> shifts, Span<T> result) =>
        BatchNormalization.Normalize(values, centers, scales, shifts, result);

    public override void ColumnProducts(
        ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers, Span<T> sums, Span<T> products) =>
        BatchNormalization.Products(upstream, values, centers, sums, products);

    public override void NormalizationGradient(ReadOnlySpan<T> upstream, ReadOnlySpan<T> values, ReadOnlySpan<T> centers,
        ReadOnlySpan<T> scales, ReadOnlySpan<T> slopes, ReadOnlySpan<T> shifts, Span<T> result) =>
        BatchNormalization.Gradient(upstream, values, centers, scales, slopes, shifts, result);
}
