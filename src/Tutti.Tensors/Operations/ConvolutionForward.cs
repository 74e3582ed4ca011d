using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Convolution as products of windows with the weights [i, j, c, o], a few output rows at a time; windows are unrolled unless they can be
/// read in place.
/// </summary>
internal ref struct ConvolutionForward<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvolutionPlan plan;
    private readonly KernelSet<T> kernels;
    private readonly ReadOnlySpan<T> image, weights;
    private readonly MatMulEpilogue<T> epilogue;
    private readonly Span<T> result;

    private ConvolutionForward(
        in ConvolutionPlan plan, ReadOnlySpan<T> image, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> result)
    {
        this.plan = plan;
        kernels = KernelSelector.For<T>();
        this.image = image;
        this.weights = weights;
        this.epilogue = epilogue;
        this.result = result;
    }

    internal static void Run(
        in ConvolutionPlan plan, ReadOnlySpan<T> image, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> result) =>
        ParallelRange.Run(plan.OutputRows, plan.Grain(plan.OutputRows), new ConvolutionForward<T>(plan, image, weights, epilogue, result));

    /// <summary>Computes a range of the output rows.</summary>
    public readonly void Run(int start, int end)
    {
        if (plan.Groups == 1 && kernels.ConvolvesFaster(plan.Geometry, plan.Filters))
        {
            kernels.Convolve(image, plan.Geometry, start, end - start, weights, plan.Filters, epilogue, result);
            return;
        }
        if (plan.HasWindowsInPlace)
        {
            var sampleStep = plan.Geometry.OutputWidth * plan.Filters;
            SequenceProducts<T>.Convolve(kernels, plan.Geometry, start, end - start, image, weights, plan.Filters, epilogue, result,
                new SequenceLayout(0, sampleStep, plan.Filters));
            return;
        }
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        for (var row = start; row < end; row += plan.BlockRows)
            for (var group = 0; group < plan.Groups; group++)
                Block(row, Math.Min(plan.BlockRows, end - row), group, scratch.Span);
    }

    private readonly void Block(int row, int rowCount, int group, Span<T> scratch)
    {
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
        kernels.MatMul(rowCount * width, filters, depth, windows, windowStep, 1,
            weights.Slice(group * depth * filters, depth * filters), filters, 1,
            result[(row * width * plan.Filters + group * filters)..], plan.Filters, epilogue.Columns(group * filters, filters));
    }
}
