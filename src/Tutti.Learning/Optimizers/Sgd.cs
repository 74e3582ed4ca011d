using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Stochastic gradient descent, with momentum as PyTorch has it: g = gradient + w p; b = g in the first step, later
/// b = μ b + (1 − τ) g; p −= η b, or with Nesterov's momentum p −= η (g + μ b) (Sutskever et al. 2013, in PyTorch's variant, which
/// multiplies the learning rate in last).
/// </summary>
public sealed class Sgd : Optimizer
{
    private const string Velocity = "momentum";

    private readonly double dampening, weightDecay;
    private readonly bool nesterov;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The factor of each step, greater than 0.</param>
    /// <param name="momentum">How much of the former direction is kept, 0 ≤ momentum &lt; 1.</param>
    public Sgd(double learningRate, double momentum = 0) : this(new SgdOptions { LearningRate = learningRate, Momentum = momentum })
    {
    }

    /// <summary>Makes the optimizer from options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Sgd(SgdOptions options) : base(Valid(options).LearningRate, options.Momentum, [Velocity]) =>
        (dampening, weightDecay, nesterov) = (options.Dampening, options.WeightDecay, options.Nesterov);

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients)
    {
        var buffer = Momentum == 0 ? [] : StateOf(Velocity, index);
        ParameterUpdate.Sgd(values, gradients, buffer,
            new SgdSettings(LearningRate, Momentum, dampening, weightDecay, nesterov, IsFirstStep: Momentum != 0 && IsNew(Velocity)));
    }

    /// <inheritdoc/>
    protected override bool Needs(string memory) => Momentum != 0;

    private static SgdOptions Valid(SgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
