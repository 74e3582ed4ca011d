using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The hyperbolic tangent, elementwise. Any shape.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Tanh();
}
