using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>max(0, x), elementwise; the derivative at 0 is 0. Any shape.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Relu();
}
