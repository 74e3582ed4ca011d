using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>Gradients of stacks of recurrent layers: backward through time in each layer, from the last to the first.</summary>
internal static class RecurrentRules
{
    internal static void Layers(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) Layers<float>(node);
        else Layers<double>(node);
    }

    private static void Layers<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var trace = ((RecurrentAttributes)node.Attributes!).Trace;
        var ofStates = OfFinals(node, 1);
        var ofCells = trace.Cell == RecurrentCell.Lstm ? OfFinals(node, 2) : null;
        var upstream = node.UpstreamOf(0) is { } sequence ? Shaping.InOrder(sequence, node.Output!.Strides) : null;
        for (var layer = trace.Layers.Length - 1; layer >= 0; layer--)
        {
            var (plan, gates, states, _) = trace.Layers[layer];
            var input = layer == 0 ? trace.Input.Memory<T>() : trace.Layers[layer - 1].States.Memory<T>()[plan.StateSize..];
            var operand = trace.FirstOperand(layer);
            RecurrentBackward<T>.Run(trace.Layers[layer], node.Inputs[operand + 1], upstream is null ? default : upstream.Memory<T>(),
                Part<T>(ofStates, layer, plan), ofCells is null ? default : Part<T>(ofCells, layer, plan));
            if (!ReferenceEquals(upstream, node.UpstreamOf(0))) upstream?.Storage.Release();
            OfWeights<T>(node, operand, plan, gates.Memory<T>(), input, states.Memory<T>());
            if (trace.HasBias) OfBiases<T>(node, operand, plan, gates.Memory<T>());
            upstream = layer > 0 || node.Needs(0) ? OfInput<T>(node.Inputs[operand], plan, gates.Memory<T>()) : null;
        }
        if (upstream is not null) node.Give(0, RecurrentLayers.SwapIf(trace.BatchFirst, upstream));
        GiveInitials(node, ofStates, ofCells);
    }

    // The gradient of the final states or cells, which becomes that of the initial ones in place.
    private static Tensor OfFinals(GraphNode node, int output)
    {
        var trace = ((RecurrentAttributes)node.Attributes!).Trace;
        var plan = trace.Layers[0].Plan;
        Shape shape = [trace.Layers.Length, plan.Batch, plan.Hidden];
        if (node.UpstreamOf(output) is not { } upstream) return Tensor.Zeros(shape, node.Inputs[0].ElementType);
        var copy = Tensor.Allocate(shape, upstream.ElementType);
        copy.CopyFromTensor(upstream);
        return copy;
    }

    private static Span<T> Part<T>(Tensor finals, int layer, in RecurrentPlan plan) where T : unmanaged =>
        finals.Memory<T>().Slice(layer * plan.StateSize, plan.StateSize);

    /// <summary>∂W_input = Σ over steps of dᵗ · x, ∂W_recurrent = Σ over steps of dᵗ · h, with d the gradients of the sums.</summary>
    private static void OfWeights<T>(GraphNode node, int operand, in RecurrentPlan plan, ReadOnlySpan<T> gates, ReadOnlySpan<T> input,
        ReadOnlySpan<T> states) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        if (node.Needs(operand))
        {
            var target = node.Target(operand, out var accumulate);
            for (var index = 0; index < plan.InputBlockCount; index++)
            {
                var (row, column, count) = plan.InputBlock(index);
                MatMulDriver.Run(kernels, count, plan.Inputs, plan.Rows, From(gates, column), 1, plan.Width, input, plan.Inputs, 1,
                    target.Memory<T>()[(row * plan.Inputs)..], plan.Inputs, new MatMulEpilogue<T> { Accumulate = accumulate });
            }
        }
        if (node.Needs(operand + 1))
        {
            var target = node.Target(operand + 1, out var accumulate);
            MatMulDriver.Run(kernels, plan.WeightRows, plan.Hidden, plan.Rows, From(gates, plan.RecurrentColumn), 1, plan.Width,
                states, plan.Hidden, 1, target.Memory<T>(), plan.Hidden, new MatMulEpilogue<T> { Accumulate = accumulate });
        }
    }

    private static void OfBiases<T>(GraphNode node, int operand, in RecurrentPlan plan, ReadOnlySpan<T> gates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!node.Needs(operand + 2) && !node.Needs(operand + 3)) return;
        using var sums = new Scratch<T>(plan.Width);
        KernelSelector.For<T>().ColumnSums(gates, plan.Rows, plan.Width, false, sums.Span);
        if (node.Needs(operand + 2))
        {
            var target = node.Target(operand + 2, out var accumulate);
            for (var index = 0; index < plan.InputBlockCount; index++)
            {
                var (row, column, count) = plan.InputBlock(index);
                Write(sums.Span.Slice(column, count), target.Memory<T>().Slice(row, count), accumulate);
            }
        }
        if (node.Needs(operand + 3))
        {
            var target = node.Target(operand + 3, out var accumulate);
            Write(sums.Span[plan.RecurrentColumn..], target.Memory<T>(), accumulate);
        }
    }

    /// <summary>∂x = d · W_input, time-major.</summary>
    private static Tensor OfInput<T>(Tensor weight, in RecurrentPlan plan, ReadOnlySpan<T> gates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gradient = Tensor.Allocate([plan.Steps, plan.Batch, plan.Inputs], weight.ElementType);
        for (var index = 0; index < plan.InputBlockCount; index++)
        {
            var (row, column, count) = plan.InputBlock(index);
            MatMulDriver.Run(KernelSelector.For<T>(), plan.Rows, plan.Inputs, count, From(gates, column), plan.Width, 1,
                weight.Memory<T>()[(row * plan.Inputs)..], plan.Inputs, 1, gradient.Memory<T>(), plan.Inputs,
                new MatMulEpilogue<T> { Accumulate = index > 0 });
        }
        return gradient;
    }

    private static void GiveInitials(GraphNode node, Tensor ofStates, Tensor? ofCells)
    {
        var (trace, hasStates, hasCells) = (RecurrentAttributes)node.Attributes!;
        var operand = trace.FirstOperand(trace.Layers.Length);
        GiveOrRelease(node, operand, hasStates, ofStates);
        if (ofCells is not null) GiveOrRelease(node, hasStates ? operand + 1 : operand, hasCells, ofCells);
    }

    private static void GiveOrRelease(GraphNode node, int operand, bool isOperand, Tensor gradient)
    {
        if (isOperand && node.Needs(operand)) node.Give(operand, gradient);
        else gradient.Storage.Release();
    }

    private static void Write<T>(ReadOnlySpan<T> sums, Span<T> target, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (accumulate) KernelSelector.For<T>().Add(target, sums, target);
        else sums.CopyTo(target);
    }

    // Without steps or samples there is nothing to start from.
    private static ReadOnlySpan<T> From<T>(ReadOnlySpan<T> gates, int column) => gates.IsEmpty ? gates : gates[column..];
}
