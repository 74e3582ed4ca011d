using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of transposed convolution; everything is channels last.</summary>
internal static class TransposedConvolutionRules
{
    /// <summary>
    /// With the upstream as image of the convolution that this is the transpose of: the input's gradient is that convolution's result, the
    /// weight's gradient is the convolution's with the input as upstream; the bias gets the upstream summed over all positions.
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
        var upstream = relu
            ? ConvolutionRules.MaskedUpstream<T>(node)
            : Shaping.InOrder(node.Upstream, Strides.ChannelsLast(node.Upstream.Shape));
        if (node.Needs(0)) OfInput<T>(node, plan, upstream);
        if (node.Needs(1)) ConvolutionRules.OfWeight<T>(node, plan, upstream: ConvolutionRules.Input(node), image: upstream);
        if (node.Inputs.Length > 2 && node.Needs(2))
        {
            var bias = node.Target(2, out var accumulate);
            var positions = geometry.Samples * geometry.Height * geometry.Width;
            KernelSelector.For<T>().ColumnSums(upstream.Memory<T>(), positions, geometry.Channels, accumulate, bias.Memory<T>());
        }
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
    }

    private static void OfInput<T>(GraphNode node, in ConvolutionPlan plan, Tensor upstream) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        var gradient = Tensor.Allocate(input.Shape, Strides.ChannelsLast(input.Shape), input.ElementType);
        using var packed = new Scratch<T>(weight.ElementCount);
        ConvolutionWeights.ToTapsByFilters(weight.Memory<T>(), plan, packed.Span);
        ConvolutionForward<T>.Run(plan, upstream.Memory<T>(), packed.Span, default, gradient.Memory<T>());
        node.Give(0, gradient);
    }
}
