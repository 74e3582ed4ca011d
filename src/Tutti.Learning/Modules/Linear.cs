using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// y = x · Wᵀ + b over the last dimension. Input <c>[…, inputs]</c>, output <c>[…, outputs]</c>; parameters <c>weight</c>
/// <c>[outputs, inputs]</c> and <c>bias</c> <c>[outputs]</c>, both uniform in ±1/√inputs.
/// </summary>
public sealed class Linear : Module, IFusesRelu
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">The size of the input's last dimension, at least 1.</param>
    /// <param name="outputs">The size of the output's last dimension, at least 1.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Inputs = inputs;
        Outputs = outputs;
        weight = AddParameter("weight", [outputs, inputs], Initializer.FanIn(inputs));
        if (bias) this.bias = AddParameter("bias", [outputs], Initializer.FanIn(inputs));
    }

    /// <summary>The size of the input's last dimension.</summary>
    public int Inputs { get; }

    /// <summary>The size of the output's last dimension.</summary>
    public int Outputs { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias => bias is not null;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.Linear(weight, bias);
    }

    Tensor IFusesRelu.ForwardWithRelu(Tensor input)
    {
        EnsureInitialized();
        return input.Linear(weight, bias, relu: true);
    }
}
