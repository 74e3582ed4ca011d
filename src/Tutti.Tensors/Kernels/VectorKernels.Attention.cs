using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Attend(in AttentionBlock<float> block, Span<float> weights, Span<float> result, int resultStride) =>
        Attention<TLanes>.Run(block, weights, result, resultStride);

    public override void AttendGradient(
        in AttentionBlock<float> block, ReadOnlySpan<float> weights, in AttentionGradients<float> gradients) =>
        AttentionGradient<TLanes>.Run(block, weights, gradients);
}
