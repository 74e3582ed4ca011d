using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>x where x is positive, else a slope times x, elementwise; the derivative at 0 is the slope. Any shape.</summary>
public sealed class LeakyReLU : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="negativeSlope">The slope below 0. Default 0.01.</param>
    public LeakyReLU(double negativeSlope = 0.01) => NegativeSlope = negativeSlope;

    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LeakyRelu(NegativeSlope);
}
