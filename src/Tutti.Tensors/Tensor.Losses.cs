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
    /// <exception cref="ArgumentException">Shapes or element types do not fit, a label names no class, or an option is out of range.</exception>
    public Tensor CrossEntropy(Tensor target, CrossEntropyOptions? options = null) => Losses.CrossEntropy(this, target, options ?? new());

    /// <summary>The squared difference from a target, element by element. Gradients flow to both.</summary>
    /// <param name="target">The same shape and element type.</param>
    /// <param name="reduction">The mean over all elements (shape <c>[]</c>), their sum, or all of them.</param>
    /// <returns>A new tensor.</returns>
    /// <exception cref="ArgumentException">The shapes or element types differ.</exception>
    public Tensor MseLoss(Tensor target, LossReduction reduction = LossReduction.Mean) => Losses.MeanSquaredError(this, target, reduction);
}
