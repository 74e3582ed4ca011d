using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// The means of a given number of equal stretches of a sequence; 1: the mean of each sequence and channel, whatever its length. Input
/// <c>[N, C, L]</c>, output <c>[N, C, stretches]</c>.
/// </summary>
public sealed class AdaptiveAvgPool1d : Module
{
    private readonly int outputSize;

    /// <summary>Makes the module.</summary>
    /// <param name="outputSize">The output's length, at least 1; a divisor of the input's.</param>
    public AdaptiveAvgPool1d(int outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        this.outputSize = outputSize;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sequence cannot be cut into so many equal stretches.</exception>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool1d(outputSize);
}
