using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, Algorithm 1, with ε added to the corrected root as in PyTorch): m = β₁ m + (1 − β₁) g,
/// v = β₂ v + (1 − β₂) g², p −= η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). With decoupled weight decay it is AdamW.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly double beta1, beta2, epsilon, weightDecay;
    private readonly bool isDecoupled;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of each step, greater than 0.</param>
    public Adam(double learningRate = 1e-3) : this(new AdamOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Adam(AdamOptions options) : base(options?.LearningRate ?? throw new ArgumentNullException(nameof(options)))
    {
        options.ThrowIfInvalid();
        (beta1, beta2, epsilon) = (options.Beta1, options.Beta2, options.Epsilon);
        (weightDecay, isDecoupled) = (options.WeightDecay, options.DecoupledWeightDecay);
    }

    /// <inheritdoc/>
    public override string Name => isDecoupled ? "adamw" : "adam";

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) =>
        ParameterUpdate.Adam(values, gradients, StateOf("mean", index), StateOf("variance", index), new AdamSettings(
            LearningRate, beta1, beta2, epsilon, weightDecay, isDecoupled,
            1 - Math.Pow(beta1, StepCount), 1 - Math.Pow(beta2, StepCount)));
}
