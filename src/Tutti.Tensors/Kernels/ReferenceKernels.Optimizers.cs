using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void SgdStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings) =>
        Optimizers.Sgd(parameters, gradients, momentumBuffer, settings);

    public override void AdamStep(
        Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, in AdamSettings settings) =>
        Optimizers.Adam(parameters, gradients, mean, variance, settings);
}
