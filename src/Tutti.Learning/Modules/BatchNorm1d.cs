using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Batch normalisation of vectors <c>[N, features]</c> or sequences <c>[N, features, L]</c>; see <see cref="BatchNorm"/>.
/// </summary>
/// <param name="features">The size of dimension 1, at least 1.</param>
/// <param name="options">Epsilon, momentum, what is kept; null for the defaults.</param>
public sealed class BatchNorm1d(int features, BatchNormOptions? options = null) : BatchNorm(features, options)
{
    private protected override void CheckShape(Shape shape)
    {
        if (shape.Rank is 2 or 3) return;
        throw new ArgumentException($"BatchNorm1d: the input does not fit. Got {shape}. Expected [N, {Features}] or [N, {Features}, L].");
    }
}
