using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// The means of a given number of equal parts of an image; 1: the mean of each image and channel, whatever its size. Input
/// <c>[N, C, H, W]</c>, output <c>[N, C, parts]</c>.
/// </summary>
public sealed class AdaptiveAvgPool2d : Module
{
    private readonly Size2d outputSize;

    /// <summary>Makes the module.</summary>
    /// <param name="outputSize">The output's height and width, at least 1; divisors of the input's.</param>
    public AdaptiveAvgPool2d(Size2d outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(outputSize.Height, outputSize.Width), 1, nameof(outputSize));
        this.outputSize = outputSize;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The image cannot be cut into so many equal parts.</exception>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool2d(outputSize);
}
