using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The cross entropy between classes predicted by these logits and the true ones: with p = log-softmax over dimension 1, label y, class
    /// weights w and label smoothing ε, a sample's loss is −(1 − ε) w_y p_y − ε / C Σ_c w_c p_c, or −Σ_c w_c t_c p_c for target
    /// probabilities t (smoothed likewise). This tensor is <c>[N, C]</c> or <c>[N, C, …]</c>, Float32 or Float64.
    /// </summary>
    /// <param name="target">
    /// Labels 0 … C − 1, Int64 <c>[N, …]</c>, or probabilities of this tensor's shape and element type. No gradient flows to it.
    /// </param>
    /// <param name="options">Reduction, smoothing, ignored label, class weights; null for none of them.</param>
    /// <returns>
    /// The mean (shape <c>[]</c>; the sum divided by the sum of w_y over the labels that are not ignored, or for probabilities by the
    /// number of samples), the sum, or all losses <c>[N, …]</c>. The mean over no samples is NaN.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// Shapes or element types do not fit, a label names no class, or an option is out of range.
    /// </exception>
    public Tensor CrossEntropy(Tensor target, CrossEntropyOptions? options = null) => CrossEntropies.Run(this, target, options ?? new());

    /// <summary>
    /// The negative log-likelihood of the true classes: a sample's loss is −w_y p_y for its label y, class weights w and these logarithms
    /// of probabilities p, as <see cref="LogSoftmax"/> gives them. This tensor is <c>[N, C]</c> or <c>[N, C, …]</c>, Float32 or Float64.
    /// </summary>
    /// <param name="target">Labels 0 … C − 1, Int64 <c>[N, …]</c>.</param>
    /// <param name="options">Reduction, ignored label, class weights; null for none of them.</param>
    /// <returns>
    /// The mean (shape <c>[]</c>; the sum divided by the sum of w_y over the labels that are not ignored), the sum, or all losses
    /// <c>[N, …]</c>. The mean over no samples is NaN.
    /// </returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit, or a label names no class.</exception>
    public Tensor NllLoss(Tensor target, NllLossOptions? options = null) => NegativeLogLikelihood.Run(this, target, options ?? new());

    /// <summary>
    /// The cross entropy of independent yes-or-no questions, computed from these logits x without overflow:
    /// −w (q t ln σ(x) + (1 − t) ln(1 − σ(x))) with targets t, weights w, positive weights q and the sigmoid σ. Float32 or Float64.
    /// </summary>
    /// <param name="target">Probabilities, usually 0 or 1, of this tensor's shape and element type. No gradient flows to it.</param>
    /// <param name="options">Reduction and weights; null for the mean without weights.</param>
    /// <returns>The mean over all elements (shape <c>[]</c>), their sum, or all of them.</returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit.</exception>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target, BinaryCrossEntropyOptions? options = null) =>
        BinaryCrossEntropies.Run(this, target, options ?? new());

    /// <summary>The squared difference from a target, element by element. Gradients flow to both.</summary>
    /// <param name="target">The same shape and element type.</param>
    /// <param name="reduction">The mean over all elements (shape <c>[]</c>), their sum, or all of them.</param>
    /// <returns>A new tensor. The mean of no elements is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes or element types differ.</exception>
    public Tensor MseLoss(Tensor target, LossReduction reduction = LossReduction.Mean) =>
        DifferenceLosses.Run(Autograd.Primitives.MseLoss, new(DifferenceLossKind.Squared), this, target, reduction);

    /// <summary>The distance from a target, element by element; the derivative at 0 is 0. Gradients flow to both.</summary>
    /// <inheritdoc cref="MseLoss"/>
    public Tensor L1Loss(Tensor target, LossReduction reduction = LossReduction.Mean) =>
        DifferenceLosses.Run(Autograd.Primitives.L1Loss, new(DifferenceLossKind.Absolute), this, target, reduction);

    /// <summary>
    /// With the difference d from a target: d² / 2 where |d| ≤ δ, else δ (|d| − δ / 2) (Huber 1964), element by element: a squared error
    /// that outliers do not dominate. Gradients flow to both.
    /// </summary>
    /// <param name="target">The same shape and element type.</param>
    /// <param name="delta">δ, more than 0 and finite.</param>
    /// <param name="reduction">The mean over all elements (shape <c>[]</c>), their sum, or all of them.</param>
    /// <returns>A new tensor. The mean of no elements is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes or element types differ, or δ is out of range.</exception>
    public Tensor HuberLoss(Tensor target, double delta = 1, LossReduction reduction = LossReduction.Mean) =>
        DifferenceLosses.Huber(this, target, delta, reduction);

    /// <summary>
    /// With the difference d from a target: d² / (2 β) where |d| &lt; β, else |d| − β / 2, element by element: <see cref="HuberLoss"/>
    /// divided by β, and <see cref="L1Loss"/> for β = 0. Gradients flow to both.
    /// </summary>
    /// <param name="target">The same shape and element type.</param>
    /// <param name="beta">β, at least 0 and finite.</param>
    /// <param name="reduction">The mean over all elements (shape <c>[]</c>), their sum, or all of them.</param>
    /// <returns>A new tensor. The mean of no elements is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes or element types differ, or β is out of range.</exception>
    public Tensor SmoothL1Loss(Tensor target, double beta = 1, LossReduction reduction = LossReduction.Mean) =>
        DifferenceLosses.SmoothL1(this, target, beta, reduction);

    /// <summary>
    /// The Kullback-Leibler divergence of these logarithms of probabilities x from target probabilities t: t (ln t − x), element by
    /// element; 0 where t = 0. Float32 or Float64, at least one dimension where the mean is over samples.
    /// </summary>
    /// <param name="target">Probabilities or their logarithms, of this tensor's shape and element type. No gradient flows to it.</param>
    /// <param name="options">Reduction, what the mean divides by, kind of target; null for the mean over samples of probabilities.</param>
    /// <returns>The mean (shape <c>[]</c>), the sum, or all terms.</returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit.</exception>
    public Tensor KlDiv(Tensor target, KlDivOptions? options = null) => KullbackLeibler.Run(this, target, options ?? new());
}
