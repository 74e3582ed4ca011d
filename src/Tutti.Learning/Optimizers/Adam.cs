using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, Algorithm 1, with ε added to the corrected root as in PyTorch): m = β₁ m + (1 − β₁) g,
/// v = β₂ v + (1 − β₂) g², p −= η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). With decoupled weight decay it is AdamW; with AMSGrad the
/// largest v so far takes the place of v.
/// </summary>
public sealed class Adam : Optimizer
{
    private const string Mean = "mean", Variance = "variance", LargestVariance = "largest_variance";

    private readonly double beta2, epsilon, weightDecay;
    private readonly bool isDecoupled, isAmsGrad;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of each step, greater than 0.</param>
    public Adam(double learningRate = 1e-3) : this(new AdamOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Adam(AdamOptions options)
        : base(Valid(options).LearningRate, options.Beta1, options.AmsGrad ? [Mean, Variance, LargestVariance] : [Mean, Variance])
    {
        (beta2, epsilon, weightDecay) = (options.Beta2, options.Epsilon, options.WeightDecay);
        (isDecoupled, isAmsGrad) = (options.DecoupledWeightDecay, options.AmsGrad);
    }

    /// <inheritdoc/>
    public override string Name => isDecoupled ? "adamw" : "adam";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients)
    {
        var largest = isAmsGrad ? StateOf(LargestVariance, index) : [];
        ParameterUpdate.Adam(values, gradients, StateOf(Mean, index), StateOf(Variance, index), largest, new AdamSettings(
            LearningRate, Momentum, beta2, epsilon, weightDecay, isDecoupled,
            1 - Math.Pow(Momentum, StepCount), 1 - Math.Pow(beta2, StepCount)));
    }

    private static AdamOptions Valid(AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
