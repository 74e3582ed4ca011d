using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Adadelta (Zeiler 2012, Algorithm 1, with a learning rate): v = ρ v + (1 − ρ) g², d = √(u + ε) / √(v + ε) · g,
/// u = ρ u + (1 − ρ) d², p −= η d.
/// </summary>
public sealed class Adadelta : Optimizer
{
    private const string Variance = "variance", Updates = "updates";

    private readonly double rho, epsilon, weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The factor of each step, greater than 0.</param>
    public Adadelta(double learningRate = 1) : this(new AdadeltaOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Adadelta(AdadeltaOptions options) : base(Valid(options).LearningRate, null, [Variance, Updates]) =>
        (rho, epsilon, weightDecay) = (options.Rho, options.Epsilon, options.WeightDecay);

    /// <inheritdoc/>
    public override string Name => "adadelta";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) =>
        ParameterUpdate.Adadelta(values, gradients, StateOf(Variance, index), StateOf(Updates, index),
            new AdadeltaSettings(LearningRate, rho, epsilon, weightDecay));

    private static AdadeltaOptions Valid(AdadeltaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
