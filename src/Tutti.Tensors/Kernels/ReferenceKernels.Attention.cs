using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Attend(in AttentionBlock<T> block, Span<T> weights, Span<T> result, int resultStride) =>
        Attention.Run(block, weights, result, resultStride);

    public override void AttendGradient(in AttentionBlock<T> block, ReadOnlySpan<T> weights, in AttentionGradients<T> gradients) =>
        Attention.Gradient(block, weights, gradients);
}
