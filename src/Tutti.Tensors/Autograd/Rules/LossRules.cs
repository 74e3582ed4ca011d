using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of softmax and of losses of labels.</summary>
internal static class LossRules
{
    internal static void Softmax(GraphNode node) => ByRows(node);

    internal static void LogSoftmax(GraphNode node) => ByRows(node);

    /// <summary>See Kernels/Reference/CrossEntropy.cs; the probabilities were saved.</summary>
    internal static void CrossEntropy(GraphNode node)
    {
        var gradient = Tensor.Allocate(node.Inputs[0].Shape, node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) CrossEntropy<float>(node, gradient);
        else CrossEntropy<double>(node, gradient);
        node.Give(0, gradient);
    }

    /// <summary>−w_y at the label's element.</summary>
    internal static void NllLoss(GraphNode node)
    {
        var gradient = Tensor.Allocate(node.Inputs[0].Shape, node.Inputs[0].ElementType);
        if (gradient.ElementType == ElementType.Float32) NegativeLogLikelihood.Gradient<float>(node, gradient);
        else NegativeLogLikelihood.Gradient<double>(node, gradient);
        node.Give(0, gradient);
    }

    private static void ByRows(GraphNode node)
    {
        var output = node.Output!;
        var upstream = node.UpstreamInOrder(output.Strides, out var gradient);
        if (output.ElementType == ElementType.Float32) ByRows<float>(node.Primitive, output, upstream, gradient);
        else ByRows<double>(node.Primitive, output, upstream, gradient);
        node.Give(0, gradient);
    }

    private static void ByRows<T>(Primitive primitive, Tensor output, Tensor upstream, Tensor gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var y = output.Memory<T>();
        var g = upstream.Memory<T>();
        var result = gradient.Memory<T>();
        if (primitive == Primitives.Softmax) kernels.SoftmaxGradient(y, g, output.Shape[-1], result);
        else kernels.LogSoftmaxGradient(y, g, output.Shape[-1], result);
        GC.KeepAlive(upstream);
    }

    private static void CrossEntropy<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (options, divisor) = (CrossEntropyAttributes)node.Attributes!;
        var (target, weights) = (node.Inputs[1], node.Inputs.Length > 2 ? node.Inputs[2] : null);
        var terms = CrossEntropies.Target<T>(target, weights, options, gradient.Shape[1]);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var factors = new double[options.Reduction == LossReduction.None ? gradient.Shape[0] : 1];
        for (var i = 0; i < factors.Length; i++) factors[i] = double.CreateTruncating(upstream.Memory<T>()[i]) / divisor;
        ParallelRange.Run(gradient.Shape[0], CrossEntropies.Grain(gradient.Shape[1]), new CrossEntropyGradientRows<T>
        {
            Probabilities = node.Workspace[0].Memory<T>(),
            Target = terms,
            Factors = factors,
            Gradient = gradient.Memory<T>(),
        });
        GC.KeepAlive(upstream);
    }
}
