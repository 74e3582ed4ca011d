using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void DifferenceLosses(DifferenceLoss loss, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result)
    {
        if (loss.Kind == DifferenceLossKind.Squared)
            Elementwise<TLanes>.Map(new SquaredLoss<TLanes>((float)loss.Scale), left, right, result);
        else if (loss.Kind == DifferenceLossKind.Absolute)
            Elementwise<TLanes>.Map(new AbsoluteLoss<TLanes>((float)loss.Scale), left, right, result);
        else Elementwise<TLanes>.Map(new HuberLoss<TLanes>((float)loss.Threshold, (float)loss.Scale), left, right, result);
    }

    public override void DifferenceLossGradients(
        DifferenceLoss loss, ReadOnlySpan<float> left, ReadOnlySpan<float> right, float factor, Span<float> result)
    {
        factor *= (float)loss.Scale;
        if (loss.Kind == DifferenceLossKind.Squared) Elementwise<TLanes>.Map(new SquaredLossGradient<TLanes>(factor), left, right, result);
        else if (loss.Kind == DifferenceLossKind.Absolute)
            Elementwise<TLanes>.Map(new AbsoluteLossGradient<TLanes>(factor), left, right, result);
        else Elementwise<TLanes>.Map(new HuberLossGradient<TLanes>((float)loss.Threshold, factor), left, right, result);
    }

    public override void BinaryCrossEntropies(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights,
        ReadOnlySpan<float> positiveWeights, Span<float> result) =>
        BinaryCrossEntropy<TLanes>.Losses(logits, targets, weights, positiveWeights, result);

    public override void BinaryCrossEntropyGradients(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights,
        ReadOnlySpan<float> positiveWeights, float factor, Span<float> result) =>
        BinaryCrossEntropy<TLanes>.Gradients(logits, targets, weights, positiveWeights, factor, result);

    public override double Total(ReadOnlySpan<float> values) => Totals<TLanes>.Sum(values);

    public override double SquaredNorm(ReadOnlySpan<float> values) => Totals<TLanes>.Squares(values);
}
