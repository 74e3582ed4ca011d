using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Stochastic gradient descent, with momentum as PyTorch has it: g = gradient + w p; b = g in the first step, later
/// b = μ b + (1 − τ) g; p −= η b, or with Nesterov's momentum p −= η (g + μ b) (Sutskever et al. 2013, in PyTorch's variant, which
/// multiplies the learning rate in last).
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly double momentum, dampening, weightDecay;
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
    public Sgd(SgdOptions options) : base(options?.LearningRate ?? throw new ArgumentNullException(nameof(options)))
    {
        options.ThrowIfInvalid();
        (momentum, dampening, weightDecay, nesterov) = (options.Momentum, options.Dampening, options.WeightDecay, options.Nesterov);
    }

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) =>
        ParameterUpdate.Sgd(values, gradients, momentum == 0 ? [] : StateOf("momentum", index),
            new SgdSettings(LearningRate, momentum, dampening, weightDecay, nesterov, IsFirstStep: StepCount == 1));
}
