using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void DifferenceLosses(DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) =>
        Differences.Losses(loss, left, right, result);

    public override void DifferenceLossGradients(
        DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result) =>
        Differences.Gradients(loss, left, right, factor, result);

    public override void BinaryCrossEntropies(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, Span<T> result) =>
        BinaryCrossEntropy.Losses(logits, targets, weights, positiveWeights, result);

    public override void BinaryCrossEntropyGradients(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> positiveWeights, T factor, Span<T> result) =>
        BinaryCrossEntropy.Gradients(logits, targets, weights, positiveWeights, factor, result);

    public override double Total(ReadOnlySpan<T> values) => Totals.Sum(values);

    public override double SquaredNorm(ReadOnlySpan<T> values) => Totals.Squares(values);
}
