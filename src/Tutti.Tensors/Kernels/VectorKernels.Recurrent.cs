using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void LstmStep(int hidden, Span<float> gates, ReadOnlySpan<float> previousCells, Span<float> cells,
        Span<float> states) =>
        LstmCell<TLanes>.Step(hidden, gates, previousCells, cells, states);

    public override void LstmStepGradient(int hidden, Span<float> gates, ReadOnlySpan<float> previousCells, ReadOnlySpan<float> cells,
        ReadOnlySpan<float> upstream, ReadOnlySpan<float> stateGradient, Span<float> cellGradient) =>
        LstmCell<TLanes>.StepGradient(hidden, gates, previousCells, cells, upstream, stateGradient, cellGradient);

    public override void GruStep(int hidden, Span<float> gates, ReadOnlySpan<float> previousStates, Span<float> states) =>
        GruCell<TLanes>.Step(hidden, gates, previousStates, states);

    public override void GruStepGradient(int hidden, Span<float> gates, ReadOnlySpan<float> previousStates, ReadOnlySpan<float> upstream,
        Span<float> stateGradient) =>
        GruCell<TLanes>.StepGradient(hidden, gates, previousStates, upstream, stateGradient);
}
