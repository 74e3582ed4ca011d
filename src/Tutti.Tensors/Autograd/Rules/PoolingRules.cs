using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of pooling; everything is channels last.</summary>
internal static class PoolingRules
{
    /// <summary>Each upstream element goes where the largest element was.</summary>
    internal static void Max(GraphNode node)
    {
        var shape = node.Inputs[0].Shape;
        var gradient = Tensor.Allocate(shape, Strides.ChannelsLast(shape), node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) Max<float>(node, gradient);
        else Max<double>(node, gradient);
        node.Give(0, gradient);
    }

    /// <summary>Each upstream element is shared out evenly over its window.</summary>
    internal static void Average(GraphNode node)
    {
        var shape = node.Inputs[0].Shape;
        var gradient = Tensor.Allocate(shape, Strides.ChannelsLast(shape), node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) Average<float>(node, gradient);
        else Average<double>(node, gradient);
        node.Give(0, gradient);
    }

    private static void Max<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
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

    private static void Average<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
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
