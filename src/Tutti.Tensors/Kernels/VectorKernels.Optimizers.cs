using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void SgdStep(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> momentumBuffer, in SgdSettings settings) =>
        SgdStep<TLanes>.Run(parameters, gradients, momentumBuffer, settings);

    public override void AdamStep(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> variance, in AdamSettings settings) =>
        AdamStep<TLanes>.Run(parameters, gradients, mean, variance, settings);
}
