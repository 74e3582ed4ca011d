using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// The gradient of a convolution's image: with weights W [o, i, j, c] and upstream G, the unrolled gradient G W, a few output rows at a
/// time, is added up where windows overlap. Windows are added in ascending order within a sample, whatever range it is computed in.
/// </summary>
internal ref struct ConvolutionImageGradient<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvolutionPlan plan;
    private readonly KernelSet<T> kernels;
    private readonly ReadOnlySpan<T> upstream, weights;
    private readonly Span<T> gradient;

    private ConvolutionImageGradient(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weights, Span<T> gradient)
    {
        this.plan = plan;
        kernels = KernelSelector.For<T>();
        this.upstream = upstream;
        this.weights = weights;
        this.gradient = gradient;
    }

    /// <summary>Overwrites the gradient.</summary>
    internal static void Run(in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weights, Span<T> gradient) =>
        ParallelRange.Run(plan.Geometry.Samples, plan.Grain(plan.Geometry.Samples),
            new ConvolutionImageGradient<T>(plan, upstream, weights, gradient));

    /// <summary>Computes a range of samples.</summary>
    public readonly void Run(int start, int end)
    {
        var geometry = plan.Geometry;
        var sampleSize = geometry.Height * geometry.Width * geometry.Channels;
        if (!plan.IsPointwise) gradient[(start * sampleSize)..(end * sampleSize)].Clear();
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        var endRow = end * geometry.OutputHeight;
        for (var row = start * geometry.OutputHeight; row < endRow; row += plan.BlockRows)
            for (var group = 0; group < plan.Groups; group++)
                Block(row, Math.Min(plan.BlockRows, endRow - row), group, scratch.Span);
    }

    private readonly void Block(int row, int rowCount, int group, Span<T> scratch)
    {
        var (geometry, filters, depth) = (plan.Geometry, plan.GroupFilters, plan.Depth);
        var position = row * geometry.OutputWidth;
        var target = scratch;
        var targetStep = depth;
        if (plan.IsPointwise)
        {
            targetStep = geometry.Channels;
            target = gradient[(position * targetStep + group * depth)..];
        }
        kernels.MatMul(rowCount * geometry.OutputWidth, depth, filters, upstream[(position * plan.Filters + group * filters)..], plan.Filters, 1,
            weights.Slice(group * filters * depth, filters * depth), depth, 1, target, targetStep, default);
        if (!plan.IsPointwise)
            kernels.ScatterWindows(scratch, geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, gradient);
    }
}
