using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// The gradient of a convolution's weights as [i, j, c, o]: with windows X and upstream G it is Xᵀ G, summed over blocks of output rows
/// that depend on the shapes alone, or of windows read in place. Threads compute different filters.
/// </summary>
internal ref struct ConvolutionWeightGradient<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvolutionPlan plan;
    private readonly KernelSet<T> kernels;
    private readonly ReadOnlySpan<T> upstream, image;
    private readonly Span<T> gradient;

    private ConvolutionWeightGradient(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> image, Span<T> gradient)
    {
        this.plan = plan;
        kernels = KernelSelector.For<T>();
        this.upstream = upstream;
        this.image = image;
        this.gradient = gradient;
    }

    /// <summary>Overwrites the gradient.</summary>
    internal static void Run(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> image, Span<T> gradient)
    {
        if (plan.OutputRows == 0 || plan.HasWindowsInPlace) gradient.Clear();
        ParallelRange.Run(plan.Filters, plan.Grain(plan.Filters), new ConvolutionWeightGradient<T>(plan, upstream, image, gradient));
    }

    /// <summary>Computes a range of filters.</summary>
    public readonly void Run(int start, int end)
    {
        if (plan.HasWindowsInPlace)
        {
            SequenceProducts<T>.AddWeightGradient(kernels, plan.Geometry, image, upstream, plan.Filters, start, end - start, gradient);
            return;
        }
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        for (var filter = start; filter < end;)
        {
            var group = filter / plan.GroupFilters;
            var last = Math.Min(end, (group + 1) * plan.GroupFilters);
            for (var row = 0; row < plan.OutputRows; row += plan.BlockRows) Block(row, group, filter, last - filter, scratch.Span);
            filter = last;
        }
    }

    private readonly void Block(int row, int group, int filter, int filterCount, Span<T> scratch)
    {
        var (geometry, depth) = (plan.Geometry, plan.Depth);
        var rowCount = Math.Min(plan.BlockRows, plan.OutputRows - row);
        var position = row * geometry.OutputWidth;
        ReadOnlySpan<T> windows = scratch;
        var windowStep = depth;
        if (plan.IsPointwise)
        {
            windowStep = geometry.Channels;
            windows = image[(position * windowStep + group * depth)..];
        }
        else
            kernels.GatherWindows(image, geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, scratch);
        var firstColumn = filter - group * plan.GroupFilters;
        kernels.MatMul(depth, filterCount, rowCount * geometry.OutputWidth, windows, 1, windowStep,
            upstream[(position * plan.Filters + filter)..], plan.Filters, 1,
            gradient[(group * plan.GroupFilters * depth + firstColumn)..], plan.GroupFilters, new MatMulEpilogue<T> { Accumulate = row > 0 });
    }
}
