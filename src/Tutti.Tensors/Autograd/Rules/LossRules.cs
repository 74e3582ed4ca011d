using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of softmax and of the losses.</summary>
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

    /// <summary>∂(a − b)² = 2 (a − b) (∂a − ∂b).</summary>
    internal static void MeanSquaredError(GraphNode node)
    {
        for (var input = 0; input < 2; input++)
        {
            if (!node.Needs(input)) continue;
            var (own, other) = (node.Inputs[input], node.Inputs[1 - input]);
            var reduction = (LossReduction)node.Attributes!;
            if (reduction == LossReduction.None)
            {
                node.Give(input, (own - other) * node.Upstream * 2);
                continue;
            }
            var factor = 2 * node.Upstream.ToScalar() / (reduction == LossReduction.Mean ? own.ElementCount : 1);
            var gradient = Tensor.Allocate(own.Shape, own.ElementType);
            if (own.ElementType == ElementType.Float32) Difference<float>(own, other, factor, gradient);
            else Difference<double>(own, other, factor, gradient);
            node.Give(input, gradient);
        }
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
        var terms = Losses.Target<T>(target, weights, options, gradient.Shape[1]);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var factors = new double[options.Reduction == LossReduction.None ? gradient.Shape[0] : 1];
        for (var i = 0; i < factors.Length; i++) factors[i] = double.CreateTruncating(upstream.Memory<T>()[i]) / divisor;
        Kernels.Reference.CrossEntropy.Gradient(node.Workspace[0].Memory<T>(), terms, factors, gradient.Memory<T>());
        GC.KeepAlive(upstream);
    }

    private static void Difference<T>(Tensor own, Tensor other, double factor, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var order = Strides.RowMajor(own.Shape);
        var (left, right) = (Shaping.InOrder(own, order), Shaping.InOrder(other, order));
        KernelSelector.For<T>().ScaledDifferences(left.Memory<T>(), right.Memory<T>(), T.CreateTruncating(factor), gradient.Memory<T>());
        GC.KeepAlive(left);
        GC.KeepAlive(right);
    }
}
