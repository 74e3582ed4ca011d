using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Gated recurrent units over sequences, in one or more layers; see <see cref="Tensor.Gru"/> for the formula. Input <c>[T, B, inputs]</c>,
/// output <c>[T, B, hidden]</c>, or with the batch first. The rows of the parameters stand in the order r, z, n.
/// </summary>
public sealed class GRU : RecurrentModule
{
    /// <summary>Makes the layers.</summary>
    /// <param name="inputs">The size of the input's last dimension, at least 1.</param>
    /// <param name="hidden">The number of units of each layer, at least 1.</param>
    /// <param name="options">Layers, bias, order of the dimensions; null for one layer with bias, time first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public GRU(int inputs, int hidden, RecurrentOptions? options = null) : base(inputs, hidden, 3, options) { }

    /// <summary>The last layer's states at every step, with states zero before the first.</summary>
    /// <param name="input"><c>[T, B, inputs]</c> or, batch first, <c>[B, T, inputs]</c>.</param>
    /// <returns>The input's shape with the last dimension replaced by <see cref="RecurrentModule.Hidden"/>.</returns>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
    public override Tensor Forward(Tensor input) => ForwardFrom(input).Sequence;

    /// <summary>The same from given states, with the final ones, from which a next part of the sequence may go on.</summary>
    /// <param name="input"><c>[T, B, inputs]</c> or, batch first, <c>[B, T, inputs]</c>.</param>
    /// <param name="states"><c>[layers, B, hidden]</c>; null for zeros.</param>
    /// <returns>The sequence and the final states.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public GruResult ForwardFrom(Tensor input, Tensor? states = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        EnsureInitialized();
        return input.Gru(Layers, states, BatchFirst);
    }
}
