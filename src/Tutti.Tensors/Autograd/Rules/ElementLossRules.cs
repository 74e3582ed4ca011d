using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of losses of single elements.</summary>
internal static class ElementLossRules
{
    /// <summary>∂ loss(a − b) = loss′(a − b) (∂a − ∂b), and every such loss is even, so that loss′ is odd.</summary>
    internal static void Difference(GraphNode node)
    {
        var (loss, reduction) = (DifferenceLossAttributes)node.Attributes!;
        for (var input = 0; input < 2; input++)
        {
            if (!node.Needs(input)) continue;
            var (own, other) = (node.Inputs[input], node.Inputs[1 - input]);
            var divisor = ElementLosses.Divisor(reduction, own);
            if (own.ElementType == ElementType.Float32) Difference<float>(node, input, loss, own, other, reduction, divisor);
            else Difference<double>(node, input, loss, own, other, reduction, divisor);
        }
    }

    /// <summary>See KernelSet.Losses.cs.</summary>
    internal static void BinaryCrossEntropy(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) BinaryCrossEntropy<float>(node);
        else BinaryCrossEntropy<double>(node);
    }

    /// <summary>∂ t (ln t − x) = −t ∂x.</summary>
    internal static void KlDiv(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) KlDiv<float>(node);
        else KlDiv<double>(node);
    }

    private static void Difference<T>(GraphNode node, int input, DifferenceLoss loss, Tensor own, Tensor other, LossReduction reduction,
        double divisor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (left, right) = (Shaping.InRowMajorOrder(own), Shaping.InRowMajorOrder(other));
        var gradient = Tensor.Allocate(own.Shape, own.ElementType);
        KernelSelector.For<T>().DifferenceLossGradients(
            loss, left.Memory<T>(), right.Memory<T>(), Factor<T>(node, reduction, divisor), gradient.Memory<T>());
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        Give<T>(node, input, reduction, gradient);
    }

    private static void BinaryCrossEntropy<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (target, weights, positiveWeights, reduction) = (BinaryCrossEntropyAttributes)node.Attributes!;
        var logits = Shaping.InRowMajorOrder(node.Inputs[0]);
        var gradient = Tensor.Allocate(logits.Shape, logits.ElementType);
        var factor = Factor<T>(node, reduction, ElementLosses.Divisor(reduction, logits));
        KernelSelector.For<T>().BinaryCrossEntropyGradients(logits.Memory<T>(), target.Memory<T>(),
            BinaryCrossEntropies.Values<T>(weights, 0), BinaryCrossEntropies.Values<T>(positiveWeights, 0), factor, gradient.Memory<T>());
        GC.KeepAlive(logits);
        GC.KeepAlive(node.Attributes);
        Give<T>(node, 0, reduction, gradient);
    }

    private static void KlDiv<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (target, options, divisor) = (KlDivAttributes)node.Attributes!;
        var gradient = Tensor.Allocate(target.Shape, target.ElementType);
        var factor = -Factor<T>(node, options.Reduction, divisor);
        Divergence.Gradients<T>(target.Memory<T>(), options.IsLogTarget, factor, gradient.Memory<T>());
        GC.KeepAlive(target);
        Give<T>(node, 0, options.Reduction, gradient);
    }

    // The upstream of a reduced loss is one number, a factor of all derivatives; else it is multiplied in at the end.
    private static T Factor<T>(GraphNode node, LossReduction reduction, double divisor) where T : unmanaged, IFloatingPointIeee754<T> =>
        reduction == LossReduction.None ? T.One : T.CreateTruncating(node.Upstream.ToScalar() / divisor);

    private static void Give<T>(GraphNode node, int input, LossReduction reduction, Tensor gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reduction == LossReduction.None)
        {
            var upstream = Shaping.InRowMajorOrder(node.Upstream);
            KernelSelector.For<T>().Multiply(gradient.Memory<T>(), upstream.Memory<T>(), gradient.Memory<T>());
            GC.KeepAlive(upstream);
        }
        node.Give(input, gradient);
    }
}
