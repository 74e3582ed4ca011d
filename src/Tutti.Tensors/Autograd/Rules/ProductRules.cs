using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of matrix products.</summary>
internal static class ProductRules
{
    /// <summary>For C = A · B: ∂A = ∂C · Bᵀ, ∂B = Aᵀ · ∂C; broadcast batches are summed.</summary>
    internal static void MatMul(GraphNode node)
    {
        var (left, right) = (node.Inputs[0], node.Inputs[1]);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        if (node.Needs(0)) Product(node, 0, upstream, right.Transpose());
        if (node.Needs(1)) Product(node, 1, left.Transpose(), upstream);
    }

    /// <summary>For y = max(0, x · Wᵀ + b): with d = ∂y where y > 0, ∂x = d · W, ∂W = dᵀ · x, ∂b = Σ rows of d.</summary>
    internal static void Linear(GraphNode node)
    {
        if (node.Upstream.ElementType == ElementType.Float32) Linear<float>(node);
        else Linear<double>(node);
    }

    private static void Linear<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var (input, weight) = (node.Inputs[0], node.Inputs[1]);
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var isMasked = ((LinearAttributes)node.Attributes!).Relu;
        if (isMasked)
        {
            var masked = Tensor.Allocate(upstream.Shape, upstream.ElementType);
            kernels.ReluGradient(node.Output!.Memory<T>(), upstream.Memory<T>(), masked.Memory<T>());
            upstream = masked;
        }
        var rows = 1;
        foreach (var size in upstream.Shape.AsSpan()[..^1]) rows *= size;
        if (node.Needs(0))
        {
            var target = node.Target(0, out var accumulate);
            MatMulDriver.Run(kernels, rows, inputs, outputs, upstream.Memory<T>(), outputs, 1, weight.Memory<T>(), inputs, 1,
                target.Memory<T>(), inputs, new MatMulEpilogue<T> { Accumulate = accumulate });
        }
        if (node.Needs(1))
        {
            var source = Shaping.InRowMajorOrder(input);
            var target = node.Target(1, out var accumulate);
            MatMulDriver.Run(kernels, outputs, inputs, rows, upstream.Memory<T>(), 1, outputs, source.Memory<T>(), inputs, 1,
                target.Memory<T>(), inputs, new MatMulEpilogue<T> { Accumulate = accumulate });
            GC.KeepAlive(source);
        }
        if (node.Inputs.Length > 2 && node.Needs(2))
        {
            var target = node.Target(2, out var accumulate);
            kernels.ColumnSums(upstream.Memory<T>(), rows, outputs, accumulate, target.Memory<T>());
        }
        GC.KeepAlive(upstream);
        if (isMasked) upstream.Storage.Release();
    }

    // Without broadcasting the product goes straight to where the gradient is collected.
    private static void Product(GraphNode node, int input, Tensor left, Tensor right)
    {
        var operand = node.Inputs[input];
        if (operand.Shape.Rank == node.Upstream.Shape.Rank && operand.Shape.AsSpan()[..^2].SequenceEqual(node.Upstream.Shape.AsSpan()[..^2]))
        {
            var target = node.Target(input, out var accumulate);
            Operations.MatMul.Into(left, right, target, accumulate);
            return;
        }
        node.Give(input, Reduction.SumTo(Operations.MatMul.Product(left, right), operand.Shape));
    }
}
