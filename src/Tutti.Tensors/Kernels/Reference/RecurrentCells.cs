using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Time steps of recurrent layers and their gradients, unit by unit; see KernelSet.Recurrent.cs.</summary>
internal static class RecurrentCells
{
    /// <summary>How many blocks a row of the gates has.</summary>
    internal const int Blocks = 4;

    internal static void LstmStep<T>(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, Span<T> cells, Span<T> states)
        where T : IFloatingPointIeee754<T>
    {
        for (var unit = 0; unit < states.Length; unit++)
        {
            var (i, f, g, o) = Positions(hidden, unit);
            gates[i] = Sigmoid(gates[i]);
            gates[f] = Sigmoid(gates[f]);
            gates[g] = T.Tanh(gates[g]);
            gates[o] = Sigmoid(gates[o]);
            cells[unit] = gates[f] * previousCells[unit] + gates[i] * gates[g];
            states[unit] = gates[o] * T.Tanh(cells[unit]);
        }
    }

    internal static void LstmStepGradient<T>(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, ReadOnlySpan<T> cells,
        ReadOnlySpan<T> upstream, ReadOnlySpan<T> stateGradient, Span<T> cellGradient) where T : IFloatingPointIeee754<T>
    {
        for (var unit = 0; unit < cellGradient.Length; unit++)
        {
            var (i, f, g, o) = Positions(hidden, unit);
            var (input, forget, candidate, output) = (gates[i], gates[f], gates[g], gates[o]);
            var ofState = upstream.IsEmpty ? stateGradient[unit] : stateGradient[unit] + upstream[unit];
            var squashed = T.Tanh(cells[unit]);
            var ofCell = cellGradient[unit] + ofState * output * (T.One - squashed * squashed);
            gates[i] = ofCell * candidate * input * (T.One - input);
            gates[f] = ofCell * previousCells[unit] * forget * (T.One - forget);
            gates[g] = ofCell * input * (T.One - candidate * candidate);
            gates[o] = ofState * squashed * output * (T.One - output);
            cellGradient[unit] = ofCell * forget;
        }
    }

    internal static void GruStep<T>(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, Span<T> states)
        where T : IFloatingPointIeee754<T>
    {
        for (var unit = 0; unit < states.Length; unit++)
        {
            var (n, r, z, q) = Positions(hidden, unit);
            gates[r] = Sigmoid(gates[r]);
            gates[z] = Sigmoid(gates[z]);
            gates[n] = T.Tanh(gates[n] + gates[r] * gates[q]);
            states[unit] = gates[n] + gates[z] * (previousStates[unit] - gates[n]);
        }
    }

    internal static void GruStepGradient<T>(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, ReadOnlySpan<T> upstream,
        Span<T> stateGradient) where T : IFloatingPointIeee754<T>
    {
        for (var unit = 0; unit < stateGradient.Length; unit++)
        {
            var (n, r, z, q) = Positions(hidden, unit);
            var (candidate, reset, update) = (gates[n], gates[r], gates[z]);
            var ofState = upstream.IsEmpty ? stateGradient[unit] : stateGradient[unit] + upstream[unit];
            var ofCandidate = ofState * (T.One - update) * (T.One - candidate * candidate);
            gates[n] = ofCandidate;
            gates[r] = ofCandidate * gates[q] * reset * (T.One - reset);
            gates[z] = ofState * (previousStates[unit] - candidate) * update * (T.One - update);
            gates[q] = ofCandidate * reset;
            stateGradient[unit] = ofState * update;
        }
    }

    // Where the four gates of a unit lie.
    private static (int First, int Second, int Third, int Fourth) Positions(int hidden, int unit)
    {
        var (row, column) = Math.DivRem(unit, hidden);
        var first = row * Blocks * hidden + column;
        return (first, first + hidden, first + 2 * hidden, first + 3 * hidden);
    }

    private static T Sigmoid<T>(T value) where T : IFloatingPointIeee754<T>
    {
        // The exponential of a negative number cannot overflow.
        var e = T.Exp(-T.Abs(value));
        return (value > T.Zero ? T.One : e) / (T.One + e);
    }
}
