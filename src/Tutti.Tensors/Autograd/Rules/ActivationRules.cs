using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of functions of one number: mostly from the result, computed in the upstream's own memory.</summary>
internal static class ActivationRules
{
    /// <summary>The upstream where the result is positive; 0 at 0.</summary>
    internal static void Relu(GraphNode node) => FromSaved(node, node.Output!);

    /// <summary>σ' = σ (1 − σ).</summary>
    internal static void Sigmoid(GraphNode node) => FromSaved(node, node.Output!);

    /// <summary>tanh' = 1 − tanh².</summary>
    internal static void Tanh(GraphNode node) => FromSaved(node, node.Output!);

    /// <summary>exp' = exp.</summary>
    internal static void Exp(GraphNode node) => FromSaved(node, node.Output!);

    /// <summary>ln' x = 1 / x.</summary>
    internal static void Log(GraphNode node) => FromSaved(node, node.Inputs[0]);

    private static void FromSaved(GraphNode node, Tensor saved)
    {
        if (!saved.Strides.IsDense(saved.Shape)) saved = Shaping.InRowMajorOrder(saved);
        var upstream = node.UpstreamInOrder(saved.Strides, out var gradient);
        if (saved.ElementType == ElementType.Float32) Compute<float>(node.Primitive, saved, upstream, gradient);
        else Compute<double>(node.Primitive, saved, upstream, gradient);
        GC.KeepAlive(saved);
        node.Give(0, gradient);
    }

    private static void Compute<T>(Primitive primitive, Tensor saved, Tensor upstream, Tensor gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var y = saved.Memory<T>();
        var g = upstream.Memory<T>();
        var result = gradient.Memory<T>();
        if (primitive == Primitives.Relu) kernels.ReluGradient(y, g, result);
        else if (primitive == Primitives.Sigmoid) kernels.SigmoidGradient(y, g, result);
        else if (primitive == Primitives.Tanh) kernels.TanhGradient(y, g, result);
        else if (primitive == Primitives.Exp) kernels.Multiply(g, y, result);
        else kernels.Divide(g, y, result);
    }
}
