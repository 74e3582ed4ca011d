using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

// Fewer columns than lanes are left to the reference; Operations/ColumnTiling.cs makes them rare.
internal sealed partial class VectorKernels<TLanes>
{
    public override void ColumnMoments(ReadOnlySpan<float> values, Span<float> means, Span<float> squares)
    {
        if (means.Length < TLanes.Count) base.ColumnMoments(values, means, squares);
        else BatchNormalization<TLanes>.Moments(values, means, squares);
    }

    public override void NormalizeColumns(ReadOnlySpan<float> values, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales,
        ReadOnlySpan<float> shifts, Span<float> result)
    {
        if (centers.Length < TLanes.Count) base.NormalizeColumns(values, centers, scales, shifts, result);
        else BatchNormalization<TLanes>.Normalize(values, centers, scales, shifts, result);
    }

    public override void ColumnProducts(ReadOnlySpan<float> upstream, ReadOnlySpan<float> values, ReadOnlySpan<float> centers,
        Span<float> sums, Span<float> products)
    {
        if (centers.Length < TLanes.Count) base.ColumnProducts(upstream, values, centers, sums, products);
        else BatchNormalization<TLanes>.Products(upstream, values, centers, sums, products);
    }

    public override void NormalizationGradient(ReadOnlySpan<float> upstream, ReadOnlySpan<float> values, ReadOnlySpan<float> centers,
        ReadOnlySpan<float> scales, ReadOnlySpan<float> slopes, ReadOnlySpan<float> shifts, Span<float> result)
    {
        if (centers.Length < TLanes.Count) base.NormalizationGradient(upstream, values, centers, scales, slopes, shifts, result);
        else BatchNormalization<TLanes>.Gradient(upstream, values, centers, scales, slopes, shifts, result);
    }
}
