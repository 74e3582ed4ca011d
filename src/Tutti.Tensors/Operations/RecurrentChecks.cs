using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>What a recurrent layer refuses, before any work.</summary>
internal static class RecurrentChecks
{
    internal static void Check(RecurrentCell cell, Tensor input, IReadOnlyList<RecurrentWeights> layers, Tensor? states, Tensor? cells,
        bool batchFirst)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var name = NameOf(cell);
        Operand.CheckFloatingPoint(name, input);
        Operand.CheckRank(name, "the input", input, 3, batchFirst ? "[batch, time, inputs]" : "[time, batch, inputs]");
        if (layers.Count == 0)
            throw new ArgumentException($"{name}: no layers. Got an empty list of weights. Expected at least one layer.");
        var gates = RecurrentPlan.GateCount(cell);
        Operand.CheckRank(name, "the recurrent weight of layer 0", layers[0].Recurrent, 2, $"[{gates} · hidden, hidden]");
        var hidden = layers[0].Recurrent.Shape[1];
        if (hidden == 0)
            throw new ArgumentException(
                $"{name}: no hidden units. Got a recurrent weight {layers[0].Recurrent.Shape}. Expected at least one unit.");
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var weights = layers[layer];
            var inputs = layer == 0 ? input.Shape[2] : hidden;
            CheckWeight(name, layer, "input weight", weights.Input, [gates * hidden, inputs], input);
            CheckWeight(name, layer, "recurrent weight", weights.Recurrent, [gates * hidden, hidden], input);
            if (weights.InputBias is null != weights.RecurrentBias is null || weights.InputBias is null != layers[0].InputBias is null)
                throw new ArgumentException(
                    $"{name}: a bias is missing. Got layer {layer} with only some biases. Expected both biases in every layer, or none.");
            if (weights.InputBias is null) continue;
            CheckWeight(name, layer, "input bias", weights.InputBias, [gates * hidden], input);
            CheckWeight(name, layer, "recurrent bias", weights.RecurrentBias!, [gates * hidden], input);
        }
        Shape stateShape = [layers.Count, input.Shape[batchFirst ? 0 : 1], hidden];
        CheckState(name, "states", states, stateShape, input);
        CheckState(name, "cells", cells, stateShape, input);
    }

    internal static string NameOf(RecurrentCell cell) => PrimitiveOf(cell).Name;

    internal static Primitive PrimitiveOf(RecurrentCell cell) => cell == RecurrentCell.Lstm ? Primitives.Lstm : Primitives.Gru;

    private static void CheckWeight(string name, int layer, string what, Tensor weight, Shape shape, Tensor input)
    {
        Operand.CheckSameType(name, input, weight);
        if (weight.Shape != shape)
            throw new ArgumentException(
                $"{name}: the {what} of layer {layer} does not fit. Got {weight.Shape} for input {input.Shape}. Expected {shape}.");
        if (!weight.IsContiguous)
            throw new ArgumentException(
                $"{name}: the {what} of layer {layer} must be contiguous. Got strides {weight.Strides}. Call Contiguous() on it.");
    }

    private static void CheckState(string name, string what, Tensor? state, Shape shape, Tensor input)
    {
        if (state is null) return;
        Operand.CheckSameType(name, input, state);
        if (state.Shape != shape)
            throw new ArgumentException(
                $"{name}: the initial {what} do not fit. Got {state.Shape} for input {input.Shape}. " +
                $"Expected [layers, batch, hidden], here {shape}.");
    }
}
