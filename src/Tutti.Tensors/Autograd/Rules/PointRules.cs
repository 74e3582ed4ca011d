using System.Numerics;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>
/// Gradients of functions of one number and of constants: f′(x) times the upstream, computed in the upstream's own memory. The kernels
/// say what f′ is.
/// </summary>
internal static class PointRules
{
    internal static void Gradient(GraphNode node) => FromSaved(node, node.Inputs[0]);

    /// <summary>Where f′ is simpler in terms of f.</summary>
    internal static void GradientFromOutput(GraphNode node) => FromSaved(node, node.Output!);

    /// <summary>f′ is a constant.</summary>
    internal static void Scale(GraphNode node)
    {
        var order = node.Upstream.Strides.IsDense(node.Upstream.Shape) ? node.Upstream.Strides : Strides.RowMajor(node.Upstream.Shape);
        var upstream = node.UpstreamInOrder(order, out var gradient);
        Compute(node, upstream, upstream, gradient);
        node.Give(0, gradient);
    }

    /// <summary>f′ = 1.</summary>
    internal static void Unchanged(GraphNode node) => node.Give(0, node.Upstream);

    private static void FromSaved(GraphNode node, Tensor saved)
    {
        if (!saved.Strides.IsDense(saved.Shape)) saved = Shaping.InRowMajorOrder(saved);
        var upstream = node.UpstreamInOrder(saved.Strides, out var gradient);
        Compute(node, saved, upstream, gradient);
        node.Give(0, gradient);
    }

    private static void Compute(GraphNode node, Tensor saved, Tensor upstream, Tensor gradient)
    {
        if (saved.ElementType == ElementType.Float32) Compute<float>(node, saved, upstream, gradient);
        else Compute<double>(node, saved, upstream, gradient);
        GC.KeepAlive(saved);
    }

    private static void Compute<T>(GraphNode node, Tensor saved, Tensor upstream, Tensor gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var constants = (PointConstants)node.Attributes!;
        ParallelRange.Run(saved.ElementCount, PointFunctions.Grain, new PointGradientRange<T>
        {
            Primitive = node.Primitive,
            First = T.CreateTruncating(constants.First),
            Second = T.CreateTruncating(constants.Second),
            Saved = saved.Memory<T>(),
            Upstream = upstream.Memory<T>(),
            Result = gradient.Memory<T>(),
        });
    }
}
