using System.Numerics;
using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

// T steps, B samples, H hidden units
/// <summary>Stacks of recurrent layers, computed time-major layer by layer: results of one step lie next to each other.</summary>
internal static class RecurrentLayers
{
    internal static Tensor[] Run(RecurrentCell cell, Tensor input, IReadOnlyList<RecurrentWeights> layers, Tensor? initialStates,
        Tensor? initialCells, bool batchFirst)
    {
        RecurrentChecks.Check(cell, input, layers, initialStates, initialCells, batchFirst);
        var timeMajor = InTimeMajorOrder(input, batchFirst);
        var traces = new RecurrentLayerTrace[layers.Count];
        for (var layer = 0; layer < traces.Length; layer++)
        {
            var (weight, recurrent) = (layers[layer].Input, layers[layer].Recurrent);
            var plan = new RecurrentPlan(cell, timeMajor.Shape[0], timeMajor.Shape[1], weight.Shape[1], recurrent.Shape[1]);
            traces[layer] = Allocate(plan, input.ElementType);
        }
        var trace = new RecurrentTrace(cell, batchFirst, layers[0].InputBias is not null, timeMajor, traces);
        if (input.ElementType == ElementType.Float32) Compute<float>(trace, layers, initialStates, initialCells);
        else Compute<double>(trace, layers, initialStates, initialCells);
        return Record(trace, input, layers, initialStates, initialCells);
    }

    /// <summary>The states after each step, as a view of a layer's memory in which the initial states come first.</summary>
    internal static Tensor Sequence(RecurrentLayerTrace layer, bool batchFirst)
    {
        var (_, steps, batch, _, hidden) = layer.Plan;
        var states = layer.States;
        return batchFirst
            ? new(states.Storage, [batch, steps, hidden], new([hidden, batch * hidden, 1]), layer.Plan.StateSize, states.ElementType)
            : new(states.Storage, [steps, batch, hidden], new([batch * hidden, hidden, 1]), layer.Plan.StateSize, states.ElementType);
    }

    /// <summary>Swaps batch and time if the batch is first; a view, not recorded.</summary>
    internal static Tensor SwapIf(bool batchFirst, Tensor tensor)
    {
        if (!batchFirst) return tensor;
        var (shape, strides) = (tensor.Shape, tensor.Strides);
        return new(tensor.Storage, [shape[1], shape[0], shape[2]], new([strides[1], strides[0], strides[2]]), tensor.Offset,
            tensor.ElementType);
    }

    private static Tensor InTimeMajorOrder(Tensor input, bool batchFirst) => Shaping.InRowMajorOrder(SwapIf(batchFirst, input));

    private static RecurrentLayerTrace Allocate(in RecurrentPlan plan, ElementType type)
    {
        Shape states = [plan.Steps + 1, plan.Batch, plan.Hidden];
        return new(plan, Tensor.Allocate([plan.Steps, plan.Batch, plan.Width], type), Tensor.Allocate(states, type),
            plan.Cell == RecurrentCell.Lstm ? Tensor.Allocate(states, type) : null);
    }

    private static void Compute<T>(
        RecurrentTrace trace, IReadOnlyList<RecurrentWeights> layers, Tensor? initialStates, Tensor? initialCells)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var (plan, gates, states, cells) = trace.Layers[layer];
            Start<T>(initialStates, layer, states.Memory<T>()[..plan.StateSize]);
            if (cells is not null) Start<T>(initialCells, layer, cells.Memory<T>()[..plan.StateSize]);
            var input = layer == 0 ? trace.Input.Memory<T>() : trace.Layers[layer - 1].States.Memory<T>()[plan.StateSize..];
            RecurrentForward<T>.Run(
                plan, layers[layer], input, gates.Memory<T>(), states.Memory<T>(), cells is null ? default : cells.Memory<T>());
        }
    }

    private static void Start<T>(Tensor? initial, int layer, Span<T> target) where T : unmanaged
    {
        if (initial is null)
        {
            target.Clear();
            return;
        }
        var values = Shaping.InRowMajorOrder(initial);
        values.Memory<T>().Slice(layer * target.Length, target.Length).CopyTo(target);
        GC.KeepAlive(values);
    }

    private static Tensor[] Record(RecurrentTrace trace, Tensor input, IReadOnlyList<RecurrentWeights> layers, Tensor? initialStates,
        Tensor? initialCells)
    {
        Tensor[] results = trace.Cell == RecurrentCell.Lstm
            ? [Sequence(trace.Layers[^1], trace.BatchFirst), Finals(trace, layer => layer.States), Finals(trace, layer => layer.Cells!)]
            : [Sequence(trace.Layers[^1], trace.BatchFirst), Finals(trace, layer => layer.States)];
        List<Tensor> operands = [input];
        foreach (var (weight, recurrent, inputBias, recurrentBias) in layers)
        {
            operands.AddRange([weight, recurrent]);
            if (trace.HasBias) operands.AddRange([inputBias!, recurrentBias!]);
        }
        if (initialStates is not null) operands.Add(initialStates);
        if (initialCells is not null) operands.Add(initialCells);
        // The last layer's states are a result; the input may be its own time-major order.
        List<Tensor> workspace = trace.Input.Storage == input.Storage ? [] : [trace.Input];
        foreach (var layer in trace.Layers)
        {
            workspace.Add(layer.Gates);
            if (layer != trace.Layers[^1]) workspace.Add(layer.States);
            if (layer.Cells is not null) workspace.Add(layer.Cells);
        }
        var attributes = new RecurrentAttributes(trace, initialStates is not null, initialCells is not null);
        Graph.RecordMany(RecurrentChecks.PrimitiveOf(trace.Cell), results, [.. operands], attributes, [.. workspace]);
        return results;
    }

    private static Tensor Finals(RecurrentTrace trace, Func<RecurrentLayerTrace, Tensor> select)
    {
        var plan = trace.Layers[0].Plan;
        var finals = Tensor.Allocate([trace.Layers.Length, plan.Batch, plan.Hidden], trace.Input.ElementType);
        var bytes = finals.Bytes();
        var size = bytes.Length / trace.Layers.Length;
        for (var layer = 0; layer < trace.Layers.Length; layer++)
            select(trace.Layers[layer]).Bytes()[^size..].CopyTo(bytes[(layer * size)..]);
        return finals;
    }
}
