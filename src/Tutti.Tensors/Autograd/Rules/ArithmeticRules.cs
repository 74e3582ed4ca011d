using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>
/// Gradients of arithmetic. Where an operand was broadcast its gradient is summed back to its own shape.
/// </summary>
internal static class ArithmeticRules
{
    /// <summary>∂(a + b) = ∂a + ∂b.</summary>
    internal static void Add(GraphNode node)
    {
        for (var input = 0; input < 2; input++)
            if (node.Needs(input)) GiveSummed(node, input, node.Upstream);
    }

    /// <summary>∂(a − b) = ∂a − ∂b.</summary>
    internal static void Subtract(GraphNode node)
    {
        if (node.Needs(0)) GiveSummed(node, 0, node.Upstream);
        if (node.Needs(1)) GiveSummed(node, 1, node.Upstream * -1);
    }

    /// <summary>∂(a b) = b ∂a + a ∂b.</summary>
    internal static void Multiply(GraphNode node)
    {
        if (node.Needs(0)) GiveSummed(node, 0, node.Upstream * node.Inputs[1]);
        if (node.Needs(1)) GiveSummed(node, 1, node.Upstream * node.Inputs[0]);
    }

    /// <summary>∂(a / b) = ∂a / b − (a / b) / b ∂b; b² itself may leave the range of numbers where the quotients do not.</summary>
    internal static void Divide(GraphNode node)
    {
        if (node.Needs(0)) GiveSummed(node, 0, node.Upstream / node.Inputs[1]);
        if (node.Needs(1)) GiveSummed(node, 1, node.Upstream * (node.Inputs[0] / node.Inputs[1] / node.Inputs[1]) * -1);
    }

    private static void GiveSummed(GraphNode node, int input, Tensor gradient) =>
        node.Give(input, Reduction.SumTo(gradient, node.Inputs[input].Shape));
}
