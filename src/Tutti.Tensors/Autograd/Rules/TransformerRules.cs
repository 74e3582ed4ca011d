using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of GELU, embedding and dropout.</summary>
internal static class TransformerRules
{
    /// <summary>The upstream times the derivative that was saved, in the upstream's own memory.</summary>
    internal static void Gelu(GraphNode node)
    {
        var slopes = node.Workspace[0];
        var upstream = node.UpstreamInOrder(slopes.Strides, out var gradient);
        if (slopes.ElementType == ElementType.Float32)
            KernelSelector.For<float>().Multiply(upstream.Memory<float>(), slopes.Memory<float>(), gradient.Memory<float>());
        else
            KernelSelector.For<double>().Multiply(upstream.Memory<double>(), slopes.Memory<double>(), gradient.Memory<double>());
        GC.KeepAlive(upstream);
        node.Give(0, gradient);
    }

    /// <summary>Every row gets the upstream of the places where it was looked up.</summary>
    internal static void Embedding(GraphNode node)
    {
        if (node.Upstream.ElementType == ElementType.Float32) Embedding<float>(node);
        else Embedding<double>(node);
    }

    /// <summary>The same elements are dropped, the others multiplied by the same factor.</summary>
    internal static void Dropout(GraphNode node)
    {
        var upstream = node.UpstreamInOrder(Strides.RowMajor(node.Upstream.Shape), out var gradient);
        Dropping.Apply((DropoutAttributes)node.Attributes!, upstream, gradient);
        node.Give(0, gradient);
    }

    private static void Embedding<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (places, upstream) = (Shaping.InRowMajorOrder(node.Inputs[0]), Shaping.InRowMajorOrder(node.Upstream));
        var target = node.Target(1, out var accumulate);
        if (!accumulate) target.Bytes().Clear();
        EmbeddingLayer.AddRows<T>(
            places.Memory<long>(), upstream.Memory<T>(), target.Shape[1],
            ((EmbeddingAttributes)node.Attributes!).PaddingIndex, target.Memory<T>());
        GC.KeepAlive(places);
        GC.KeepAlive(upstream);
    }
}
