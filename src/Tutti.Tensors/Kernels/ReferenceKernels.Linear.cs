using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void SumRows(ReadOnlySpan<T> values, Span<T> sums, bool accumulate) => Linear.SumRows(values, sums, accumulate);

    public override void MaskByPositive(ReadOnlySpan<T> outputs, ReadOnlySpan<T> upstreams, Span<T> gradients) =>
        Linear.MaskByPositive(outputs, upstreams, gradients);
}
