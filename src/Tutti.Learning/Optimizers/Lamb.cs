using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// LAMB (You et al. 2020, "Large Batch Optimization for Deep Learning", Algorithm 2, with bias correction and φ(z) = z), for very large
/// batches: m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², r = m / (1 − β₁ᵗ) / (√v / √(1 − β₂ᵗ) + ε) + w p, p −= η ‖p‖ / ‖r‖ · r. Every
/// parameter tensor is a layer of its own; where ‖p‖ or ‖r‖ is 0, as for a bias that begins with zeros, their quotient counts as 1.
/// </summary>
public sealed class Lamb : Optimizer
{
    private const string Mean = "mean", Variance = "variance";

    private readonly double beta2, epsilon, weightDecay;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of each step relative to the parameter's, greater than 0.</param>
    public Lamb(double learningRate = 1e-3) : this(new LambOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Lamb(LambOptions options) : base(Valid(options).LearningRate, options.Beta1, [Mean, Variance]) =>
        (beta2, epsilon, weightDecay) = (options.Beta2, options.Epsilon, options.WeightDecay);

    /// <inheritdoc/>
    public override string Name => "lamb";

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) =>
        ParameterUpdate.Lamb(values, gradients, StateOf(Mean, index), StateOf(Variance, index), new LambSettings(
            LearningRate, Momentum, beta2, epsilon, weightDecay, 1 - Math.Pow(Momentum, StepCount), 1 - Math.Pow(beta2, StepCount)));

    private static LambOptions Valid(LambOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
