namespace Tutti.Tensors.Autograd;

/// <summary>Turns the gradients of an operation's outputs into those of its inputs.</summary>
internal delegate void GradientRule(GraphNode node);

/// <summary>
/// An operation as the graph knows it: a name, and the rule for its gradient, or the mark that it has none. Operations composed of
/// others have no primitive. All primitives stand in <see cref="Primitives"/>; a test goes through them.
/// </summary>
internal sealed class Primitive
{
    internal Primitive(string name, GradientRule rule)
    {
        Name = name;
        Rule = rule;
    }

    private Primitive(string name) => Name = name;

    internal string Name { get; }

    /// <summary>Null only for primitives that are not differentiable.</summary>
    internal GradientRule? Rule { get; }

    internal bool IsDifferentiable => Rule is not null;

    internal static Primitive NotDifferentiable(string name) => new(name);
}
