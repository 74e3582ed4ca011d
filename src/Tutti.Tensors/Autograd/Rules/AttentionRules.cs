using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of attention (see KernelSet.Attention.cs) and of its projections.</summary>
internal static class AttentionRules
{
    /// <summary>Gradients lie in the order of their operands, so that a head split by a view is undone by a view.</summary>
    internal static void ScaledDotProductAttention(GraphNode node)
    {
        var (query, key, value) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        var plan = new AttentionPlan(query, key, value, (AttentionOptions)node.Attributes!);
        Tensor[] gradients = [Like(query), Like(key), Like(value)];
        plan.Backward(node.Workspace.IsEmpty ? null : node.Workspace[0], node.Upstream, gradients[0], gradients[1], gradients[2]);
        for (var input = 0; input < gradients.Length; input++)
            if (node.Needs(input)) node.Give(input, gradients[input]);
            else gradients[input].Storage.Release();
    }

    /// <summary>The three gradients are written side by side into one.</summary>
    internal static void PackedAttention(GraphNode node)
    {
        var (headCount, options) = (PackedAttentionAttributes)node.Attributes!;
        var packed = node.Inputs[0];
        var (query, key, value) = Attention.Split(packed, headCount);
        var gradient = Tensor.Allocate(packed.Shape, packed.ElementType);
        var (ofQuery, ofKey, ofValue) = Attention.Split(gradient, headCount);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        new AttentionPlan(query, key, value, options).Backward(
            node.Workspace.IsEmpty ? null : node.Workspace[0], Attention.Heads(upstream, headCount, 0, 1), ofQuery, ofKey, ofValue);
        GC.KeepAlive(upstream);
        node.Give(0, gradient);
    }

    /// <summary>As a linear layer; rows of the weight that were not used get nothing.</summary>
    internal static void LinearRows(GraphNode node)
    {
        if (node.Upstream.ElementType == ElementType.Float32) LinearRows<float>(node);
        else LinearRows<double>(node);
    }

    private static void LinearRows<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (firstRow, outputs) = (LinearRowsAttributes)node.Attributes!;
        var (kernels, weight) = (KernelSelector.For<T>(), node.Inputs[1]);
        var inputs = weight.Shape[1];
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var rows = upstream.ElementCount / outputs;
        if (node.Needs(0))
        {
            var target = node.Target(0, out var accumulate);
            MatMulDriver.Run(kernels, rows, inputs, outputs, upstream.Memory<T>(), outputs, 1,
                weight.Memory<T>().Slice(firstRow * inputs, outputs * inputs), inputs, 1,
                target.Memory<T>(), inputs, new MatMulEpilogue<T> { Accumulate = accumulate });
        }
        if (node.Needs(1))
        {
            var source = Shaping.InRowMajorOrder(node.Inputs[0]);
            MatMulDriver.Run(kernels, outputs, inputs, rows, upstream.Memory<T>(), 1, outputs, source.Memory<T>(), inputs, 1,
                Rows<T>(node, 1, firstRow * inputs, outputs * inputs), inputs, new MatMulEpilogue<T> { Accumulate = true });
            GC.KeepAlive(source);
        }
        if (node.Inputs.Length > 2 && node.Needs(2))
            kernels.ColumnSums(upstream.Memory<T>(), rows, outputs, accumulate: true, Rows<T>(node, 2, firstRow, outputs));
        GC.KeepAlive(upstream);
    }

    // A part of an input's gradient, to be added to.
    private static Span<T> Rows<T>(GraphNode node, int input, int start, int count) where T : unmanaged
    {
        var target = node.Target(input, out var accumulate);
        if (!accumulate) target.Bytes().Clear();
        return target.Memory<T>().Slice(start, count);
    }

    private static Tensor Like(Tensor operand) =>
        Tensor.Allocate(operand.Shape, AttentionPlan.OrderLike(operand, operand.Shape), operand.ElementType);
}
