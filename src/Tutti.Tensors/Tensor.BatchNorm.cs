using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Normalises each channel over all samples and positions: y = (x − μ) / √(σ² + ε) · weight + bias (Ioffe and Szegedy 2015). This
    /// tensor is <c>[N, C]</c> or <c>[N, C, …]</c>, Float32 or Float64, in any memory order; fastest, without a copy, in the order that
    /// convolutions give their results: channels last. The result is in that order.
    /// </summary>
    /// <param name="weight">A factor for each channel, <c>[C]</c>, contiguous; null for 1.</param>
    /// <param name="bias">A summand for each channel, <c>[C]</c>, contiguous; null for 0.</param>
    /// <param name="runningMean">
    /// <c>[C]</c>, contiguous. While training it becomes (1 − momentum) old + momentum · μ, in place; else it is μ. Null, only while
    /// training, keeps none.
    /// </param>
    /// <param name="runningVariance">
    /// Likewise for the variance; what goes in is the unbiased one, with divisor n − 1. Given if and only if the mean is.
    /// </param>
    /// <param name="isTraining">
    /// Whether μ and σ² are mean and population variance of this batch, n = N · positions numbers a channel, at least 2; else they are the
    /// running ones.
    /// </param>
    /// <param name="momentum">The share of the batch in the running statistics, 0 to 1; by default 0.1.</param>
    /// <param name="epsilon">ε, added under the root, at least 0; by default 1e-5.</param>
    /// <param name="exchange">
    /// Where this tensor is one part of a batch: how its statistics meet those of the other parts. Then μ, σ² and n are those of the whole
    /// batch, on every part to the same bits, and the gradient goes through them to all parts, given that the losses of the parts add up to
    /// the loss of the batch; those of weight and bias are the part's own. Asked only while training: once now with 1 + 2 C numbers, and
    /// once in the backward pass with 2 C, if the gradient of this tensor is wanted. Null, the default: this tensor is the whole batch.
    /// </param>
    /// <returns>
    /// A new tensor of the same shape. Gradients flow to this tensor, weight and bias; while training through μ and σ² too.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// Shapes or element types do not fit, too few numbers to train on, no running statistics to answer from, or a number is out of range.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parts of the batch do not compute the same.</exception>
    public Tensor BatchNorm(Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVariance, bool isTraining,
        double momentum = 0.1, double epsilon = 1e-5, IStatisticsExchange? exchange = null) =>
        BatchNormalization.Run(this, new(weight, bias, runningMean, runningVariance, isTraining, momentum, epsilon, exchange));
}
