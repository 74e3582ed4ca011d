using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Hands the same vector to every step of a sequence: <c>[N, F]</c> becomes <c>[N, count, F]</c>. Stands between the code of a
/// recurrent autoencoder and its decoder; PyTorch has no module for it, Keras has one of this name.
/// </summary>
public sealed class RepeatVector : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="count">How many steps there will be, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public RepeatVector(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
    }

    /// <summary>How many steps there will be.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not <c>[N, F]</c>.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 2)
            throw new ArgumentException($"RepeatVector: the input is no batch of vectors. Got {input.Shape}. Expected [batch, features].");
        var (batch, features) = (input.Shape[0], input.Shape[1]);
        return input.Reshape([batch, 1, features]).Expand([batch, Count, features]);
    }
}
