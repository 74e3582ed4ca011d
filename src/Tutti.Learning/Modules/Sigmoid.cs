using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>1 / (1 + e⁻ˣ), elementwise. Any shape.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Sigmoid();
}
