using System.Numerics;
using Tutti.Tensors.Kernels.Reference;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>
/// Gradients of operations that choose elements: they are added where they came from. They go straight to where the gradient is collected,
/// so that many parts of one tensor cost no more than the tensor.
/// </summary>
internal static class IndexingRules
{
    // The fewest elements added one by one that are worth a thread.
    private const int Grain = Operations.PointFunctions.Grain / 4;

    internal static void Slice(GraphNode node)
    {
        var target = node.Target(0, out var accumulate);
        var part = ((SliceAttributes)node.Attributes!).View(target);
        if (accumulate)
        {
            GradientSum.AddTo(part, node.Upstream);
            return;
        }
        if (part.ElementCount < target.ElementCount) target.Bytes().Clear();
        part.CopyFromTensor(node.Upstream);
    }

    internal static void Squeeze(GraphNode node) => node.Give(0, Squeezing.ViewAs(node.Upstream, node.Inputs[0].Shape));

    internal static void Concatenate(GraphNode node)
    {
        var dimension = ((CatAttributes)node.Attributes!).Dimension;
        var start = 0;
        for (var input = 0; input < node.Inputs.Length; input++)
        {
            var part = Concatenation.Part(node.Upstream, dimension, ref start, node.Inputs[input]);
            if (node.Needs(input)) node.Give(input, part);
        }
    }

    internal static void IndexSelect(GraphNode node)
    {
        if (node.Upstream.ElementType == ElementType.Float32) IndexSelect<float>(node);
        else IndexSelect<double>(node);
    }

    internal static void Gather(GraphNode node) =>
        AddAt(node, node.Inputs[1], ((IndexAttributes)node.Attributes!).Dimension, node.Upstream);

    /// <summary>Adds an upstream gradient to the elements of the first input that indices of the same shape name.</summary>
    internal static void AddAt(GraphNode node, Tensor indices, int dimension, Tensor upstream)
    {
        if (upstream.ElementType == ElementType.Float32) AddAt<float>(node, indices, dimension, upstream);
        else AddAt<double>(node, indices, dimension, upstream);
    }

    /// <summary>Each element's gradient goes to the operand that it was taken from, and is summed where that one was broadcast.</summary>
    internal static void Where(GraphNode node)
    {
        var zero = Tensor.Scalar(0, node.Upstream.ElementType);
        var condition = node.Inputs[0];
        if (node.Needs(1)) node.Give(1, Reduction.SumTo(Indexing.Where(condition, node.Upstream, zero), node.Inputs[1].Shape));
        if (node.Needs(2)) node.Give(2, Reduction.SumTo(Indexing.Where(condition, zero, node.Upstream), node.Inputs[2].Shape));
    }

    private static void IndexSelect<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var target = ClearedTarget(node);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        IndexedBlocks.Of(target.Shape, ((IndexAttributes)node.Attributes!).Dimension).Add<T>(upstream, node.Inputs[1], target);
        GC.KeepAlive(upstream);
    }

    private static void AddAt<T>(GraphNode node, Tensor indices, int dimension, Tensor upstream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var target = ClearedTarget(node);
        upstream = Shaping.InRowMajorOrder(upstream);
        if (indices.ElementCount == 0) return;
        var geometry = new GatherGeometry(indices.Shape, target.Strides, dimension);
        var body = new GatherGradientParts<T>
        {
            Geometry = geometry,
            Upstream = upstream.Memory<T>(),
            Indices = indices.Memory<long>(),
            Target = target.Memory<T>(),
        };
        // One dimension that is chosen from is one part.
        if (geometry.Shape.Rank == 1) body.Run(0, geometry.Columns);
        else if (geometry.Dimension == 0) ParallelRange.Run(geometry.Columns, Math.Max(16, Grain / geometry.Rows), body);
        else ParallelRange.Run(geometry.Shape[0], Math.Max(1, Grain / (indices.ElementCount / geometry.Shape[0])), body);
        GC.KeepAlive(upstream);
    }

    // Where the gradient is collected, holding what has arrived there before or zeros.
    private static Tensor ClearedTarget(GraphNode node)
    {
        var target = node.Target(0, out var accumulate);
        if (!accumulate) target.Bytes().Clear();
        return target;
    }
}
