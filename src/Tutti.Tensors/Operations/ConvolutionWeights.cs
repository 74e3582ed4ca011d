using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Reorders weights between [O, C, i, j] and the matrices that convolution multiplies with.</summary>
internal static class ConvolutionWeights
{
    /// <summary>For each group [i, j, c, o]: what windows are multiplied with.</summary>
    internal static void ToTapsByFilters<T>(ReadOnlySpan<T> weight, in ConvolutionPlan plan, Span<T> packed) where T : unmanaged =>
        StridedCopy.Run(Sizes(plan), weight, Natural(plan), packed, ByTaps(plan));

    /// <summary>Back from [i, j, c, o] of each group.</summary>
    internal static void FromTapsByFilters<T>(ReadOnlySpan<T> packed, in ConvolutionPlan plan, Span<T> weight) where T : unmanaged =>
        StridedCopy.Run(Sizes(plan), packed, ByTaps(plan), weight, Natural(plan));

    /// <summary>For each group [o, i, j, c]: what gradients of results are multiplied with.</summary>
    internal static void ToFiltersByTaps<T>(ReadOnlySpan<T> weight, in ConvolutionPlan plan, Span<T> packed) where T : unmanaged
    {
        var (channels, depth) = (plan.GroupChannels, plan.Depth);
        StridedCopy.Run(Sizes(plan), weight, Natural(plan), packed,
            new([plan.GroupFilters * depth, depth, 1, plan.Geometry.KernelWidth * channels, channels]));
    }

    // Dimensions in the order group, filter, channel, kernel row, kernel column.
    private static Shape Sizes(in ConvolutionPlan plan) =>
        [plan.Groups, plan.GroupFilters, plan.GroupChannels, plan.Geometry.KernelHeight, plan.Geometry.KernelWidth];

    private static Strides Natural(in ConvolutionPlan plan) => Strides.RowMajor(Sizes(plan));

    private static Strides ByTaps(in ConvolutionPlan plan)
    {
        var (filters, channels) = (plan.GroupFilters, plan.GroupChannels);
        return new([filters * plan.Depth, 1, filters, plan.Geometry.KernelWidth * channels * filters, channels * filters]);
    }
}
