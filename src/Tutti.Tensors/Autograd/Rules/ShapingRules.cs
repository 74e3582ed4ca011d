using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of operations that move numbers: the gradient moves back the same way.</summary>
internal static class ShapingRules
{
    internal static void Reshape(GraphNode node) => node.Give(0, node.Upstream.Reshape(node.Inputs[0].Shape));

    internal static void Contiguous(GraphNode node) => node.Give(0, node.Upstream);

    /// <summary>Axis i of the result is axis order[i] of the input, so the inverse permutation leads back.</summary>
    internal static void Permute(GraphNode node)
    {
        var order = (int[])node.Attributes!;
        var inverse = new int[order.Length];
        for (var i = 0; i < order.Length; i++) inverse[order[i]] = i;
        node.Give(0, Shaping.Permute(node.Upstream, inverse));
    }

    /// <summary>A repeated element collects the gradients of its repetitions.</summary>
    internal static void Expand(GraphNode node) => node.Give(0, Reduction.SumTo(node.Upstream, node.Inputs[0].Shape));

    /// <summary>Every summand gets the gradient of its sum.</summary>
    internal static void Sum(GraphNode node) =>
        node.Give(0, node.Upstream.Reshape(((SumAttributes)node.Attributes!).Kept).Expand(node.Inputs[0].Shape));
}
