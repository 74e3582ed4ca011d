using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of convolution and pooling; everything is channels last.</summary>
internal static class ConvolutionRules
{
    /// <summary>
    /// See <see cref="ConvolutionImageGradient{T}"/> and <see cref="ConvolutionWeightGradient{T}"/>; the bias gets the upstream summed over
    /// all positions.
    /// </summary>
    internal static void Conv2d(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) Conv2d<float>(node);
        else Conv2d<double>(node);
    }

    /// <summary>Each upstream element goes where the largest element was.</summary>
    internal static void MaxPool2d(GraphNode node)
    {
        var shape = node.Inputs[0].Shape;
        var gradient = Tensor.Allocate(shape, Strides.ChannelsLast(shape), node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) MaxPool2d<float>(node, gradient);
        else MaxPool2d<double>(node, gradient);
        node.Give(0, gradient);
    }

    /// <summary>Each upstream element is shared out evenly over its window.</summary>
    internal static void AvgPool2d(GraphNode node)
    {
        var shape = node.Inputs[0].Shape;
        var gradient = Tensor.Allocate(shape, Strides.ChannelsLast(shape), node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) AvgPool2d<float>(node, gradient);
        else AvgPool2d<double>(node, gradient);
        node.Give(0, gradient);
    }

    private static void Conv2d<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (geometry, groups, relu) = (ConvolutionAttributes)node.Attributes!;
        var plan = new ConvolutionPlan(geometry, node.Inputs[1].Shape[0], groups);
        var upstream = relu ? MaskedUpstream<T>(node) : Shaping.InOrder(node.Upstream, Strides.ChannelsLast(node.Upstream.Shape));
        if (node.Needs(0)) OfInput<T>(node, plan, upstream);
        if (node.Needs(1)) OfWeight<T>(node, plan, upstream);
        if (node.Inputs.Length > 2 && node.Needs(2))
        {
            var bias = node.Target(2, out var accumulate);
            KernelSelector.For<T>().ColumnSums(upstream.Memory<T>(), geometry.Positions, plan.Filters, accumulate, bias.Memory<T>());
        }
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
    }

    private static Tensor MaskedUpstream<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var upstream = node.UpstreamInOrder(node.Output!.Strides, out var masked);
        KernelSelector.For<T>().ReluGradient(node.Output.Memory<T>(), upstream.Memory<T>(), masked.Memory<T>());
        return masked;
    }

    private static void OfInput<T>(GraphNode node, in ConvolutionPlan plan, Tensor upstream) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        var gradient = Tensor.Allocate(input.Shape, Strides.ChannelsLast(input.Shape), input.ElementType);
        using var packed = new Scratch<T>(weight.ElementCount);
        ConvolutionWeights.ToFiltersByTaps(weight.Memory<T>(), plan, packed.Span);
        ConvolutionImageGradient<T>.Run(plan, upstream.Memory<T>(), packed.Span, gradient.Memory<T>());
        node.Give(0, gradient);
    }

    private static void OfWeight<T>(GraphNode node, in ConvolutionPlan plan, Tensor upstream) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var images = node.Workspace.IsEmpty ? node.Inputs[0] : node.Workspace[0];
        using var packed = new Scratch<T>(node.Inputs[1].ElementCount);
        ConvolutionWeightGradient<T>.Run(plan, upstream.Memory<T>(), images.Memory<T>(), packed.Span);
        var target = node.Target(1, out var accumulate);
        if (!accumulate)
        {
            ConvolutionWeights.FromTapsByFilters<T>(packed.Span, plan, target.Memory<T>());
            return;
        }
        using var ordered = new Scratch<T>(target.ElementCount);
        ConvolutionWeights.FromTapsByFilters<T>(packed.Span, plan, ordered.Span);
        KernelSelector.For<T>().Add(target.Memory<T>(), ordered.Span, target.Memory<T>());
    }

    private static void MaxPool2d<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (geometry, relu) = (MaxPoolAttributes)node.Attributes!;
        var upstream = Shaping.InOrder(node.Upstream, Strides.ChannelsLast(node.Upstream.Shape));
        ParallelRange.Run(geometry.Samples, Pooling.Grain(geometry, geometry.Samples), new MaxPoolGradientSamples<T>
        {
            Geometry = geometry,
            Upstream = upstream.Memory<T>(),
            Taps = Pooling.Taps(node.Workspace[0], upstream.ElementCount),
            Output = relu ? node.Output!.Memory<T>() : default,
            Gradient = gradient.Memory<T>(),
        });
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
    }

    private static void AvgPool2d<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (geometry, countPadding) = (AveragePoolAttributes)node.Attributes!;
        var upstream = Shaping.InOrder(node.Upstream, Strides.ChannelsLast(node.Upstream.Shape));
        ParallelRange.Run(geometry.Samples, Pooling.Grain(geometry, geometry.Samples), new AveragePoolGradientSamples<T>
        {
            Geometry = geometry,
            CountPadding = countPadding,
            Upstream = upstream.Memory<T>(),
            Gradient = gradient.Memory<T>(),
        });
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
    }
}
