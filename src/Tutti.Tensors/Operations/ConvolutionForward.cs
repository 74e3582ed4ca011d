using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Convolution as products of unrolled windows with the weights, a few output rows at a time.</summary>
internal static class ConvolutionForward
{
    internal static void Run<T>(in ConvolutionPlan plan, ReadOnlySpan<T> image, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue,
        Span<T> result) where T : unmanaged, IFloatingPointIeee754<T> => Rows(plan, 0, plan.OutputRows, image, weights, epilogue, result);

    /// <summary>Computes a range of the output rows.</summary>
    private static void Rows<T>(in ConvolutionPlan plan, int firstRow, int endRow, ReadOnlySpan<T> image, ReadOnlySpan<T> weights,
        MatMulEpilogue<T> epilogue, Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        for (var row = firstRow; row < endRow; row += plan.BlockRows)
        {
            var rowCount = Math.Min(plan.BlockRows, endRow - row);
            for (var group = 0; group < plan.Groups; group++)
                Block(plan, row, rowCount, group, image, weights, epilogue, scratch.Span, result);
        }
    }

    private static void Block<T>(in ConvolutionPlan plan, int row, int rowCount, int group, ReadOnlySpan<T> image, ReadOnlySpan<T> weights,
        MatMulEpilogue<T> epilogue, Span<T> scratch, Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var (filters, depth, width) = (plan.GroupFilters, plan.Depth, plan.Geometry.OutputWidth);
        ReadOnlySpan<T> windows = scratch;
        var windowStep = depth;
        if (plan.IsPointwise)
        {
            windowStep = plan.Geometry.Channels;
            windows = image[(row * width * windowStep + group * depth)..];
        }
        else
            kernels.GatherWindows(image, plan.Geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, scratch);
        kernels.MatMul(rowCount * width, filters, depth, windows, windowStep, 1, weights.Slice(group * depth * filters, depth * filters), filters, 1,
            result[(row * width * plan.Filters + group * filters)..], plan.Filters, epilogue.Columns(group * filters, filters));
    }
}
