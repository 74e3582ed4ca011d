using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void LstmStep(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, Span<T> cells, Span<T> states) =>
        RecurrentCells.LstmStep(hidden, gates, previousCells, cells, states);

    public override void LstmStepGradient(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, ReadOnlySpan<T> cells,
        ReadOnlySpan<T> upstream, ReadOnlySpan<T> stateGradient, Span<T> cellGradient) =>
        RecurrentCells.LstmStepGradient(hidden, gates, previousCells, cells, upstream, stateGradient, cellGradient);

    public override void GruStep(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, Span<T> states) =>
        RecurrentCells.GruStep(hidden, gates, previousStates, states);

    public override void GruStepGradient(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, ReadOnlySpan<T> upstream,
        Span<T> stateGradient) =>
        RecurrentCells.GruStepGradient(hidden, gates, previousStates, upstream, stateGradient);
}
