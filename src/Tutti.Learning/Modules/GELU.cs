using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The Gaussian error linear unit, elementwise: x Φ(x), or its form with tanh. Any shape.</summary>
public sealed class GELU : Module
{
    private readonly GeluForm form;

    /// <summary>Makes the module.</summary>
    /// <param name="form">Exact (the default) or with tanh.</param>
    public GELU(GeluForm form = GeluForm.Exact) => this.form = form;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Gelu(form);
}
