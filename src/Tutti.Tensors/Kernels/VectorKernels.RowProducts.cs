using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void RowProducts(ReadOnlySpan<float> rows, int rowStep, int count, ReadOnlySpan<float> weights,
        MatMulEpilogue<float> epilogue, Span<float> result, int resultStep) =>
        RowProducts<TLanes>.Run(rows, rowStep, count, weights, epilogue, result, resultStep);
}
