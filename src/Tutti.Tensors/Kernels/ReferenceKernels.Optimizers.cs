using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void SgdStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings) =>
        Optimizers.Sgd(parameters, gradients, momentumBuffer, settings);

    public override void AdamStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, Span<T> largestVariance,
        in AdamSettings settings) =>
        Optimizers.Adam(parameters, gradients, mean, variance, largestVariance, settings);

    public override void RmsPropStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> mean, Span<T> momentumBuffer,
        in RmsPropSettings settings) =>
        Optimizers.RmsProp(parameters, gradients, variance, mean, momentumBuffer, settings);

    public override void AdagradStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> sum, in AdagradSettings settings) =>
        Optimizers.Adagrad(parameters, gradients, sum, settings);

    public override void AdadeltaStep(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> updates,
        in AdadeltaSettings settings) =>
        Optimizers.Adadelta(parameters, gradients, variance, updates, settings);

    public override (double Parameters, double Updates) LambMoments(ReadOnlySpan<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean,
        Span<T> variance, in LambSettings settings) =>
        Lamb.Moments(parameters, gradients, mean, variance, settings);

    public override void LambStep(
        Span<T> parameters, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, double factor, in LambSettings settings) =>
        Lamb.Step(parameters, mean, variance, factor, settings);
}
