using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) over a whole sequence, in as many
    /// layers as there are weights: with z = W_input · x + b_input + W_recurrent · h + b_recurrent in blocks i, f, g, o,
    /// c′ = σ(f) c + σ(i) tanh(g) and h′ = σ(o) tanh(c′). Each layer reads the states of the one before. One recorded operation, whose
    /// gradient goes back through all layers and steps. T may be 1, for a single step, or 0. The same bits for any number of threads.
    /// </summary>
    /// <remarks>This tensor is <c>[T, B, I]</c> or, batch first, <c>[B, T, I]</c>, Float32 or Float64, in any memory order.</remarks>
    /// <param name="layers">The weights, first layer first; at least one. All layers have the same H.</param>
    /// <param name="initialStates"><c>[layers, B, H]</c>, h before the first step; null for zeros.</param>
    /// <param name="initialCells"><c>[layers, B, H]</c>, c before the first step; null for zeros.</param>
    /// <param name="batchFirst">Whether the first dimension is the batch; the states' shapes do not change with it.</param>
    /// <returns>The states of the last layer at every step, and the final states and cells of all layers.</returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit; the message names the layer.</exception>
    public LstmResult Lstm(IReadOnlyList<RecurrentWeights> layers, Tensor? initialStates = null, Tensor? initialCells = null,
        bool batchFirst = false)
    {
        var results = RecurrentLayers.Run(RecurrentCell.Lstm, this, layers, initialStates, initialCells, batchFirst);
        return new LstmResult(results[0], results[1], results[2]);
    }

    /// <summary>
    /// Gated recurrent units (Cho et al. 2014, with the reset gate applied after the product, as cuDNN and PyTorch do) over a whole
    /// sequence, in as many layers as there are weights, with blocks r, z, n: r = σ(W_input x + b_input + W_recurrent h + b_recurrent), z likewise,
    /// n = tanh(W_input x + b_input + r (W_recurrent h + b_recurrent)), h′ = (1 − z) n + z h. One recorded operation, whose gradient goes
    /// back through all layers and steps. T may be 1, for a single step, or 0. The same bits for any number of threads.
    /// </summary>
    /// <remarks>This tensor is <c>[T, B, I]</c> or, batch first, <c>[B, T, I]</c>, Float32 or Float64, in any memory order.</remarks>
    /// <param name="layers">The weights, first layer first; at least one. All layers have the same H.</param>
    /// <param name="initialStates"><c>[layers, B, H]</c>, h before the first step; null for zeros.</param>
    /// <param name="batchFirst">Whether the first dimension is the batch; the states' shapes do not change with it.</param>
    /// <returns>The states of the last layer at every step, and the final states of all layers.</returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit; the message names the layer.</exception>
    public GruResult Gru(IReadOnlyList<RecurrentWeights> layers, Tensor? initialStates = null, bool batchFirst = false)
    {
        var results = RecurrentLayers.Run(RecurrentCell.Gru, this, layers, initialStates, null, batchFirst);
        return new GruResult(results[0], results[1]);
    }
}
