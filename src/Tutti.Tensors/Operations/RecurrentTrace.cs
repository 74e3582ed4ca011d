namespace Tutti.Tensors.Operations;

/// <summary>What the gradient of a stack of recurrent layers needs beside its operands.</summary>
/// <param name="Cell">Which kind of layers.</param>
/// <param name="BatchFirst">Whether input and sequence are <c>[B, T, …]</c>.</param>
/// <param name="HasBias">Whether each layer has four operands, not two.</param>
/// <param name="Input">The input, time-major.</param>
/// <param name="Layers">What each layer left.</param>
internal sealed record RecurrentTrace(RecurrentCell Cell, bool BatchFirst, bool HasBias, Tensor Input, RecurrentLayerTrace[] Layers)
{
    /// <summary>How many operands each layer has; the first layer's follow the input, the initial states follow the last layer's.</summary>
    internal int OperandsPerLayer => HasBias ? 4 : 2;

    internal int FirstOperand(int layer) => 1 + layer * OperandsPerLayer;
}

/// <summary>What the graph remembers of a stack of recurrent layers.</summary>
/// <param name="Trace">What the forward pass left.</param>
/// <param name="HasStates">Whether the initial states are an operand.</param>
/// <param name="HasCells">Whether the initial cells are an operand.</param>
internal sealed record RecurrentAttributes(RecurrentTrace Trace, bool HasStates, bool HasCells);

/// <summary>One layer's sizes, activated gates, states and (for a long short-term memory) cells; see <see cref="RecurrentPlan"/>.</summary>
internal sealed record RecurrentLayerTrace(RecurrentPlan Plan, Tensor Gates, Tensor States, Tensor? Cells);
