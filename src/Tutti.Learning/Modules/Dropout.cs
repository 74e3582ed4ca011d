using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// While training, sets elements to zero with probability p and divides the others by 1 − p; otherwise the identity. Any shape. The mask
/// comes from <see cref="ForwardRandomness"/>, so it is the same whoever computes a shard.
/// </summary>
public sealed class Dropout : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="probability">p, 0 ≤ p ≤ 1. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public Dropout(double probability = 0.5) => Probability = CheckProbability(probability, nameof(probability));

    /// <summary>The share of elements that is dropped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">In training mode outside of a <see cref="ForwardRandomness"/>.</exception>
    public override Tensor Forward(Tensor input) =>
        IsTraining && Probability > 0 ? input.Dropout(Probability, ForwardRandomness.Next(nameof(Dropout))) : input;

    internal static double CheckProbability(double probability, string name) => probability is >= 0 and <= 1
        ? probability
        : throw new ArgumentOutOfRangeException(name, probability, $"Dropout: not a probability. Got {probability}. Expected 0 ≤ p ≤ 1.");
}
