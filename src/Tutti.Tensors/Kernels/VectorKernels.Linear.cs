using LinearKernels = Tutti.Tensors.Kernels.Vector.Linear;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void SumRows(ReadOnlySpan<float> values, Span<float> sums, bool accumulate) =>
        LinearKernels.SumRows<TLanes>(values, sums, accumulate);

    public override void MaskByPositive(ReadOnlySpan<float> outputs, ReadOnlySpan<float> upstreams, Span<float> gradients) =>
        LinearKernels.MaskByPositive<TLanes>(outputs, upstreams, gradients);
}
