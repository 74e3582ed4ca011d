using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of reductions other than the sum.</summary>
internal static class ReductionRules
{
    /// <summary>∂ Σ (x − mean)² / d = 2 (x − mean) / d; what the mean contributes cancels.</summary>
    internal static void Variance(GraphNode node)
    {
        var (input, means) = (node.Inputs[0], node.Workspace[0]);
        var factors = node.Upstream.Reshape(means.Shape) * (2 / ((VarianceAttributes)node.Attributes!).Divisor);
        node.Give(0, (input - means) * factors);
    }

    /// <summary>The chosen elements get the gradient.</summary>
    internal static void Extremum(GraphNode node)
    {
        var attributes = (ExtremumAttributes)node.Attributes!;
        IndexingRules.AddAt(node, attributes.Indices, attributes.Dimension, node.Upstream.Reshape(attributes.Indices.Shape));
    }
}
