using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// The gradient of a convolution's image, which is also the transposed convolution: with weights W [o, i, j, c] and upstream G, the
/// unrolled gradient G W, a few output rows at a time, is added up where windows overlap. Windows are added in ascending order within a
/// sample, whatever range it is computed in. Sequences take the way of <see cref="SequencePhases"/>.
/// </summary>
internal ref struct ConvolutionImageGradient<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvolutionPlan plan;
    private readonly KernelSet<T> kernels;
    private readonly ReadOnlySpan<T> upstream, weights;
    private readonly MatMulEpilogue<T> epilogue;
    private readonly Span<T> gradient;

    private ConvolutionImageGradient(
        in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> gradient)
    {
        this.plan = plan;
        kernels = KernelSelector.For<T>();
        this.upstream = upstream;
        this.weights = weights;
        this.epilogue = epilogue;
        this.gradient = gradient;
    }

    /// <summary>Overwrites the gradient with epilogue(sum). The weight is [o, c, i, j], as the layer holds it.</summary>
    internal static void Run(
        in ConvolutionPlan plan, ReadOnlySpan<T> upstream, ReadOnlySpan<T> weight, MatMulEpilogue<T> epilogue, Span<T> gradient)
    {
        using var packed = new Scratch<T>(weight.Length);
        if (plan.HasWindowsInPlace) new SequencePhases(plan).Pack(weight, packed.Span);
        else ConvolutionWeights.ToFiltersByTaps(weight, plan, packed.Span);
        ParallelRange.Run(plan.Geometry.Samples, plan.Grain(plan.Geometry.Samples),
            new ConvolutionImageGradient<T>(plan, upstream, packed.Span, epilogue, gradient));
    }

    /// <summary>Computes a range of samples.</summary>
    public readonly void Run(int start, int end)
    {
        if (plan.HasWindowsInPlace)
        {
            RunPhases(start, end);
            return;
        }
        var geometry = plan.Geometry;
        var sampleSize = geometry.Height * geometry.Width * geometry.Channels;
        var samples = gradient[(start * sampleSize)..(end * sampleSize)];
        if (!plan.IsPointwise) FillWithBias(samples);
        using var scratch = new Scratch<T>(plan.IsPointwise ? 0 : plan.UnrolledCount);
        var endRow = end * geometry.OutputHeight;
        for (var row = start * geometry.OutputHeight; row < endRow; row += plan.BlockRows)
            for (var group = 0; group < plan.Groups; group++)
                Block(row, Math.Min(plan.BlockRows, endRow - row), group, scratch.Span);
        if (!plan.IsPointwise && epilogue.Relu) kernels.Relu(samples, samples);
    }

    private readonly void RunPhases(int start, int end)
    {
        var phases = new SequencePhases(plan);
        var place = 0;
        for (var phase = 0; phase < phases.Count; phase++)
        {
            var count = phases.WeightCount(phase);
            SequenceProducts<T>.Convolve(kernels, phases.Windows(phase), start, end - start, upstream, weights.Slice(place, count),
                plan.Geometry.Channels, epilogue, gradient, phases.Layout(phase));
            place += count;
        }
    }

    private readonly void FillWithBias(Span<T> samples)
    {
        if (epilogue.Bias.IsEmpty) samples.Clear();
        else
            for (var place = 0; place < samples.Length; place += epilogue.Bias.Length) epilogue.Bias.CopyTo(samples[place..]);
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
            weights.Slice(group * filters * depth, filters * depth), depth, 1, target, targetStep,
            plan.IsPointwise ? epilogue.Columns(group * depth, depth) : default);
        if (!plan.IsPointwise)
            kernels.ScatterWindows(scratch, geometry, row, rowCount, group * plan.GroupChannels, plan.GroupChannels, gradient);
    }
}
