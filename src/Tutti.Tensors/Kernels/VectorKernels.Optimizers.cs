using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void SgdStep(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> momentumBuffer, in SgdSettings settings) =>
        ParameterPass<TLanes>.Run(new SgdStep<TLanes>(settings), parameters, gradients, momentumBuffer, [], []);

    public override void AdamStep(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> variance,
        Span<float> largestVariance, in AdamSettings settings) =>
        ParameterPass<TLanes>.Run(new AdamStep<TLanes>(settings), parameters, gradients, mean, variance, largestVariance);

    public override void RmsPropStep(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> variance, Span<float> mean,
        Span<float> momentumBuffer, in RmsPropSettings settings) =>
        ParameterPass<TLanes>.Run(new RmsPropStep<TLanes>(settings), parameters, gradients, variance, mean, momentumBuffer);

    public override void AdagradStep(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> sum, in AdagradSettings settings) =>
        ParameterPass<TLanes>.Run(new AdagradStep<TLanes>(settings), parameters, gradients, sum, [], []);

    public override void AdadeltaStep(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> variance, Span<float> updates,
        in AdadeltaSettings settings) =>
        ParameterPass<TLanes>.Run(new AdadeltaStep<TLanes>(settings), parameters, gradients, variance, updates, []);

    public override (double Parameters, double Updates) LambMoments(ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients,
        Span<float> mean, Span<float> variance, in LambSettings settings) =>
        LambStep<TLanes>.Moments(parameters, gradients, mean, variance, settings);

    public override void LambStep(Span<float> parameters, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, double factor,
        in LambSettings settings) =>
        LambStep<TLanes>.Run(parameters, mean, variance, factor, settings);
}
