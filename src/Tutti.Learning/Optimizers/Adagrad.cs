using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011, the diagonal variant): s += g², p −= η / (1 + (t − 1) decay) · g / (√s + ε) in step t = 1, 2, …
/// </summary>
public sealed class Adagrad : Optimizer
{
    private const string Sum = "sum";

    private readonly double rateDecay, weightDecay, epsilon;
    private readonly float initial;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of each step, greater than 0.</param>
    public Adagrad(double learningRate = 0.01) : this(new AdagradOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Adagrad(AdagradOptions options) : base(Valid(options).LearningRate, null, [Sum])
    {
        (rateDecay, weightDecay, epsilon) = (options.LearningRateDecay, options.WeightDecay, options.Epsilon);
        initial = (float)options.InitialAccumulator;
    }

    /// <inheritdoc/>
    public override string Name => "adagrad";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) =>
        ParameterUpdate.Adagrad(values, gradients, StateOf(Sum, index, initial),
            new AdagradSettings(LearningRate / (1 + (StepCount - 1) * rateDecay), epsilon, weightDecay));

    private static AdagradOptions Valid(AdagradOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
