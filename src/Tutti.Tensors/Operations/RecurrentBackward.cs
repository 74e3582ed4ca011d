using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// One recurrent layer, backward through time: turns the gates into the gradients of their sums, from the last step to the first, with one
/// product a step. Samples do not see each other, as in <see cref="RecurrentForward{T}"/>.
/// </summary>
internal static class RecurrentBackward<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Runs the layer.</summary>
    /// <param name="layer">What the forward pass left; the gates are overwritten.</param>
    /// <param name="weight">The recurrent weight.</param>
    /// <param name="upstream">The gradient of all states, time-major, or empty for zeros.</param>
    /// <param name="ofStates">The gradient of the final states on entry, of the initial states on return.</param>
    /// <param name="ofCells">The same of the cells, if there are any.</param>
    internal static void Run(RecurrentLayerTrace layer, Tensor weight, ReadOnlySpan<T> upstream, Span<T> ofStates, Span<T> ofCells)
    {
        var plan = layer.Plan;
        if (plan.Rows == 0) return;
        using var matrix = new RecurrentMatrix<T>(weight, transpose: false);
        ParallelRange.Run(plan.Batch, plan.Grain, new Body
        {
            Plan = plan, Weight = matrix.Span, WeightRow = matrix.Row,
            Gates = layer.Gates.Memory<T>(), States = layer.States.Memory<T>(),
            Cells = layer.Cells is null ? default : layer.Cells.Memory<T>(),
            Upstream = upstream, OfStates = ofStates, OfCells = ofCells,
        });
    }

    private ref struct Body : IRangeBody
    {
        public RecurrentPlan Plan;
        public ReadOnlySpan<T> Weight, States, Cells, Upstream;
        public int WeightRow;
        public Span<T> Gates, OfStates, OfCells;

        public readonly void Run(int start, int end)
        {
            var part = RecurrentForward<T>.PartSize(end - start);
            for (; start < end; start += part)
                for (var step = Plan.Steps - 1; step >= 0; step--) Step(step, start, Math.Min(part, end - start));
        }

        private readonly void Step(int step, int sample, int count)
        {
            var kernels = KernelSelector.For<T>();
            var hidden = Plan.Hidden;
            var (at, size) = (sample * hidden, count * hidden);
            var before = step * Plan.StateSize + at;
            var gates = Gates.Slice((step * Plan.Batch + sample) * Plan.Width, count * Plan.Width);
            var upstream = Upstream.IsEmpty ? default : Upstream.Slice(before, size);
            var ofStates = OfStates.Slice(at, size);
            var isLstm = Plan.Cell == RecurrentCell.Lstm;
            if (isLstm)
            {
                kernels.LstmStepGradient(hidden, gates, Cells.Slice(before, size), Cells.Slice(before + Plan.StateSize, size), upstream,
                    ofStates, OfCells.Slice(at, size));
            }
            else
            {
                kernels.GruStepGradient(hidden, gates, States.Slice(before, size), upstream, ofStates);
            }
            // The states before a GRU's step have a gradient beside the one through the gates.
            kernels.MatMul(count, hidden, Plan.WeightRows, gates[Plan.RecurrentColumn..], Plan.Width, 1, Weight, WeightRow, 1,
                ofStates, hidden, new MatMulEpilogue<T> { Accumulate = !isLstm });
        }
    }
}
