using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>
/// One recurrent layer, forward: the products with the input for all steps at once, then step by step the product with the states before
/// and the cell. Samples do not see each other, so each thread takes some of them through all steps; a product's bits do not depend on how many
/// rows are computed together.
/// </summary>
internal static class RecurrentForward<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>With so few rows a product reads the weight where it lies instead of packing it; see MatMulBlocks.</summary>
    private const int RowsAtOnce = 96;

    internal static void Run(in RecurrentPlan plan, RecurrentWeights weights, ReadOnlySpan<T> input, Span<T> gates, Span<T> states,
        Span<T> cells)
    {
        if (plan.Rows == 0) return;
        MultiplyInput(plan, weights, input, gates);
        using var transposed = new RecurrentMatrix<T>(weights.Recurrent, transpose: true);
        ParallelRange.Run(plan.Batch, plan.Grain, new Body
        {
            Plan = plan, Weight = transposed.Span, WeightRow = transposed.Row, Gates = gates, States = states, Cells = cells,
        });
    }

    /// <summary>Cuts samples into parts of equal size, each small enough to be computed together.</summary>
    internal static int PartSize(int samples)
    {
        var parts = (samples + RowsAtOnce - 1) / RowsAtOnce;
        return (samples + parts - 1) / parts;
    }

    private static void MultiplyInput(in RecurrentPlan plan, RecurrentWeights weights, ReadOnlySpan<T> input, Span<T> gates)
    {
        using var bias = new Scratch<T>(plan.Width);
        AddBiases(plan, weights, bias.Span);
        for (var index = 0; index < plan.InputBlockCount; index++)
        {
            var (row, column, count) = plan.InputBlock(index);
            MatMulDriver.Run(KernelSelector.For<T>(), plan.Rows, count, plan.Inputs, input, plan.Inputs, 1,
                weights.Input.Memory<T>()[(row * plan.Inputs)..], 1, plan.Inputs, gates[column..], plan.Width,
                new MatMulEpilogue<T> { Bias = bias.Span.Slice(column, count) });
        }
        if (plan.Cell == RecurrentCell.Lstm) return;
        // The last block has no part from the input.
        var rest = bias.Span[^plan.Hidden..];
        for (var start = plan.Width - plan.Hidden; start < gates.Length; start += plan.Width) rest.CopyTo(gates[start..]);
    }

    // Both biases together, in the gates' columns.
    private static void AddBiases(in RecurrentPlan plan, RecurrentWeights weights, Span<T> sums)
    {
        sums.Clear();
        if (weights.InputBias is null) return;
        weights.RecurrentBias!.Memory<T>().CopyTo(sums[plan.RecurrentColumn..]);
        var inputBias = weights.InputBias.Memory<T>();
        for (var index = 0; index < plan.InputBlockCount; index++)
        {
            var (row, column, count) = plan.InputBlock(index);
            for (var i = 0; i < count; i++) sums[column + i] += inputBias[row + i];
        }
    }

    private ref struct Body : IRangeBody
    {
        public RecurrentPlan Plan;
        public ReadOnlySpan<T> Weight;
        public int WeightRow;
        public Span<T> Gates, States, Cells;

        public readonly void Run(int start, int end)
        {
            var part = PartSize(end - start);
            for (; start < end; start += part)
                for (var step = 0; step < Plan.Steps; step++) Step(step, start, Math.Min(part, end - start));
        }

        private readonly void Step(int step, int sample, int count)
        {
            var kernels = KernelSelector.For<T>();
            var hidden = Plan.Hidden;
            var (before, size) = (step * Plan.StateSize + sample * hidden, count * hidden);
            var after = before + Plan.StateSize;
            var gates = Gates.Slice((step * Plan.Batch + sample) * Plan.Width, count * Plan.Width);
            kernels.MatMul(count, Plan.WeightRows, hidden, States.Slice(before, size), hidden, 1, Weight, WeightRow, 1,
                gates[Plan.RecurrentColumn..], Plan.Width, new MatMulEpilogue<T> { Accumulate = true });
            if (Plan.Cell == RecurrentCell.Lstm)
                kernels.LstmStep(hidden, gates, Cells.Slice(before, size), Cells.Slice(after, size), States.Slice(after, size));
            else
                kernels.GruStep(hidden, gates, States.Slice(before, size), States.Slice(after, size));
        }
    }
}
