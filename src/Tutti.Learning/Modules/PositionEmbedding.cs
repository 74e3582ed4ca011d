using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Adds a learned vector for each position of a sequence. Input and output <c>[batch, time, width]</c>, time at most the number of
/// positions.
/// Parameter <c>weight</c> <c>[positions, width]</c>, normal with deviation 0.02 at first. Attention by itself does not know where in a
/// sequence a value stands; this tells it.
/// </summary>
public sealed class PositionEmbedding : Module
{
    private readonly Tensor weight;
    private readonly int positions, width;

    /// <summary>Makes the layer.</summary>
    /// <param name="positions">The longest sequence, at least 1.</param>
    /// <param name="width">The input's last dimension, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public PositionEmbedding(int positions, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (this.positions, this.width) = (positions, width);
        weight = AddParameter("weight", [positions, width], Initializer.Normal(0, 0.02f));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sequence is longer than the positions, or of another width.</exception>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        if (input.Shape.Rank != 3 || input.Shape[1] > positions || input.Shape[2] != width)
            throw new ArgumentException(
                $"PositionEmbedding: the sequence does not fit. Got {input.Shape}. Expected [batch, time ≤ {positions}, {width}].");
        if (input.Shape[1] == positions) return input + weight;
        var places = new long[input.Shape[1]];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        return input + Tensor.From(places, [places.Length]).Embedding(weight);
    }
}
