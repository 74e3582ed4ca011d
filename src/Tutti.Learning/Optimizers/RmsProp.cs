using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012, in PyTorch's variant with ε outside the root): v = α v + (1 − α) g²; centred (Graves 2013):
/// a = α a + (1 − α) g and v − a² takes the place of v. u = g / (√v + ε); with momentum b = μ b + u and p −= η b, else p −= η u.
/// </summary>
public sealed class RmsProp : Optimizer
{
    private const string Variance = "variance", Mean = "mean", Velocity = "momentum";

    private readonly double alpha, epsilon, weightDecay;
    private readonly bool isCentered;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The size of each step, greater than 0.</param>
    public RmsProp(double learningRate = 0.01) : this(new RmsPropOptions { LearningRate = learningRate })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public RmsProp(RmsPropOptions options)
        : base(Valid(options).LearningRate, options.Momentum, options.Centered ? [Variance, Mean, Velocity] : [Variance, Velocity])
    {
        (alpha, epsilon) = (options.Alpha, options.Epsilon);
        (weightDecay, isCentered) = (options.WeightDecay, options.Centered);
    }

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients)
    {
        var mean = isCentered ? StateOf(Mean, index) : [];
        var buffer = Momentum == 0 ? [] : StateOf(Velocity, index);
        ParameterUpdate.RmsProp(values, gradients, StateOf(Variance, index), mean, buffer,
            new RmsPropSettings(LearningRate, alpha, epsilon, Momentum, weightDecay));
    }

    /// <inheritdoc/>
    protected override bool Needs(string memory) => memory != Velocity || Momentum != 0;

    private static RmsPropOptions Valid(RmsPropOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
