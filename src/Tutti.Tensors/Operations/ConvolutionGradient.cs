using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Gradients of a convolution, a few output rows at a time: with windows X, weights W and upstream G, ∂W = Gᵀ X and ∂X = G Wᵀ, which is
/// then added up where windows overlap.
/// </summary>
internal static class ConvolutionGradient
{
    /// <summary>Overwrites the gradient of the image; the weights are [o, i, j, c].</summary>
    internal static void OfImage<T>(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weights, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => OfImages(plan, 0, plan.Geometry.Samples, upstream, weights, gradient);

    /// <summary>Overwrites the gradient of the weights as [o, i, j, c].</summary>
    internal static void OfWeights<T>(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> image, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var group = 0; group < plan.Groups; group++)
            OfFilters(plan, group, 0, plan.GroupFilters, upstream, image, gradient.Slice(group * plan.GroupFilters * plan.Depth, plan.GroupFilters * plan.Depth));
    }

    /// <summary>A range of samples. The order in which overlapping windows are added does not depend on the range.</summary>
    private static void OfImages<T>(in ConvolutionPlan plan, int firstSample, int endSample, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weights,
        Span<T> gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var (filters, depth, geometry) = (plan.GroupFilters, plan.Depth, plan.Geometry);
        var sampleSize = geometry.Height * geometry.Width * geometry.Channels;
        if (!plan.IsPointwise) gradient[(firstSample * sampleSize)..(endSample * sampleSize)].Clear();
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        var endRow = endSample * geometry.OutputHeight;
        for (var row = firstSample * geometry.OutputHeight; row < endRow; row += plan.BlockRows)
        {
            var rowCount = Math.Min(plan.BlockRows, endRow - row);
            var position = row * geometry.OutputWidth;
            for (var group = 0; group < plan.Groups; group++)
            {
                var target = plan.IsPointwise ? gradient[(position * geometry.Channels + group * depth)..] : scratch.Span;
                kernels.MatMul(rowCount * geometry.OutputWidth, depth, filters, upstream[(position * plan.Filters + group * filters)..], plan.Filters, 1,
                    weights.Slice(group * filters * depth, filters * depth), depth, 1, target, plan.IsPointwise ? geometry.Channels : depth, default);
                if (!plan.IsPointwise)
                    kernels.ScatterWindows(scratch.Span, geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, gradient);
            }
        }
    }

    /// <summary>A range of a group's filters; the sums over positions are cut into blocks that depend on the shapes alone.</summary>
    private static void OfFilters<T>(in ConvolutionPlan plan, int group, int firstFilter, int endFilter, ReadOnlySpan<T> upstream,
        ReadOnlySpan<T> image, Span<T> gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var (depth, geometry) = (plan.Depth, plan.Geometry);
        if (plan.OutputRows == 0) gradient[(firstFilter * depth)..(endFilter * depth)].Clear();
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        for (var row = 0; row < plan.OutputRows; row += plan.BlockRows)
        {
            var rowCount = Math.Min(plan.BlockRows, plan.OutputRows - row);
            var position = row * geometry.OutputWidth;
            ReadOnlySpan<T> windows = scratch.Span;
            if (plan.IsPointwise) windows = image[(position * geometry.Channels + group * depth)..];
            else kernels.GatherWindows(image, geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, scratch.Span);
            kernels.MatMul(endFilter - firstFilter, depth, rowCount * geometry.OutputWidth,
                upstream[(position * plan.Filters + group * plan.GroupFilters + firstFilter)..], 1, plan.Filters,
                windows, plan.IsPointwise ? geometry.Channels : depth, 1, gradient[(firstFilter * depth)..], depth,
                new MatMulEpilogue<T> { Accumulate = row > 0 });
        }
    }
}
