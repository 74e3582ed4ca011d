using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Batch normalisation of images <c>[N, features, H, W]</c>; fastest, without a copy, in the memory order that convolutions give their
/// results. See <see cref="BatchNorm"/>.
/// </summary>
/// <param name="features">The number of channels, at least 1.</param>
/// <param name="options">Epsilon, momentum, what is kept; null for the defaults.</param>
public sealed class BatchNorm2d(int features, BatchNormOptions? options = null) : BatchNorm(features, options)
{
    private protected override void CheckShape(Shape shape)
    {
        if (shape.Rank == 4) return;
        throw new ArgumentException($"BatchNorm2d: the input does not fit. Got {shape}. Expected [N, {Features}, H, W].");
    }
}
