using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of convolution; everything is channels last.</summary>
internal static class ConvolutionRules
{
    /// <summary>
    /// See <see cref="ConvolutionImageGradient{T}"/> and <see cref="ConvolutionWeightGradient{T}"/>; the bias gets the upstream summed over
    /// all positions.
    /// </summary>
    internal static void Convolution(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) Convolution<float>(node);
        else Convolution<double>(node);
    }

    private static void Convolution<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (geometry, groups, relu) = (ConvolutionAttributes)node.Attributes!;
        var plan = new ConvolutionPlan(geometry, node.Inputs[1].Shape[0], groups);
        var upstream = relu ? MaskedUpstream<T>(node) : Shaping.InOrder(node.Upstream, Strides.ChannelsLast(node.Upstream.Shape));
        if (node.Needs(0)) OfInput<T>(node, plan, upstream);
        if (node.Needs(1)) OfWeight<T>(node, plan, upstream, image: Input(node));
        if (node.Inputs.Length > 2 && node.Needs(2))
        {
            var bias = node.Target(2, out var accumulate);
            KernelSelector.For<T>().ColumnSums(upstream.Memory<T>(), geometry.Positions, plan.Filters, accumulate, bias.Memory<T>());
        }
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
    }

    /// <summary>The first operand, channels last.</summary>
    internal static Tensor Input(GraphNode node) => node.Workspace.IsEmpty ? node.Inputs[0] : node.Workspace[0];

    /// <summary>The upstream where the result is positive, in the result's memory order.</summary>
    internal static Tensor MaskedUpstream<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var upstream = node.UpstreamInOrder(node.Output!.Strides, out var masked);
        KernelSelector.For<T>().ReluGradient(node.Output.Memory<T>(), upstream.Memory<T>(), masked.Memory<T>());
        return masked;
    }

    private static void OfInput<T>(GraphNode node, in ConvolutionPlan plan, Tensor upstream) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        var gradient = Tensor.Allocate(input.Shape, Strides.ChannelsLast(input.Shape), input.ElementType);
        ConvolutionImageGradient<T>.Run(plan, upstream.Memory<T>(), weight.Memory<T>(), default, gradient.Memory<T>());
        node.Give(0, gradient);
    }

    /// <summary>The gradient of the second operand, the weight.</summary>
    internal static void OfWeight<T>(GraphNode node, in ConvolutionPlan plan, Tensor upstream, Tensor image)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var packed = new Scratch<T>(node.Inputs[1].ElementCount);
        ConvolutionWeightGradient<T>.Run(plan, upstream.Memory<T>(), image.Memory<T>(), packed.Span);
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
}
