using Tutti.Tensors;

namespace Tutti.Learning.Losses;

/// <summary>Compares what a network gives with what it should give.</summary>
/// <param name="output">The network's output, the first dimension being the sample.</param>
/// <param name="target">What it should be, as the loss documents.</param>
/// <returns>A single number, the mean over the samples.</returns>
public delegate Tensor Loss(Tensor output, Tensor target);

/// <summary>The losses that come with Tutti.</summary>
public static class Losses
{
    /// <summary>
    /// Softmax and cross-entropy in one: output <c>[N, C]</c> or <c>[N, C, …]</c> are logits, target <c>[N, …]</c> Int64 class numbers or
    /// probabilities of the output's shape; the mean of −log p(class).
    /// </summary>
    public static Loss CrossEntropy { get; } = static (output, target) => output.CrossEntropy(target);

    /// <summary>
    /// The mean of −output[class]: output <c>[N, C]</c> are logarithms of probabilities, target <c>[N]</c> Int64 class numbers.
    /// </summary>
    public static Loss NegativeLogLikelihood { get; } = static (output, target) => output.NllLoss(target);

    /// <summary>
    /// Sigmoid and cross-entropy of yes-or-no questions in one: output are logits, target probabilities of the output's shape; the mean
    /// over all elements.
    /// </summary>
    public static Loss BinaryCrossEntropy { get; } = static (output, target) => output.BinaryCrossEntropyWithLogits(target);

    /// <summary>The mean of (output − target)² over all elements; target has the output's shape.</summary>
    public static Loss MeanSquaredError { get; } = static (output, target) => output.MseLoss(target);

    /// <summary>The mean of |output − target| over all elements; target has the output's shape.</summary>
    public static Loss MeanAbsoluteError { get; } = static (output, target) => output.L1Loss(target);

    /// <summary>The mean of Huber's loss with δ = 1 over all elements; target has the output's shape.</summary>
    public static Loss Huber { get; } = HuberWith(1);

    /// <summary>The mean of the smooth L1 loss with β = 1 over all elements; target has the output's shape.</summary>
    public static Loss SmoothL1 { get; } = SmoothL1With(1);

    /// <summary>
    /// The Kullback-Leibler divergence from target probabilities, averaged over the samples: output <c>[N, …]</c> are logarithms of
    /// probabilities, target has its shape.
    /// </summary>
    public static Loss KullbackLeibler { get; } = static (output, target) => output.KlDiv(target);

    /// <summary>
    /// The cross-entropy with label smoothing, class weights or an ignored label. In a distributed training class weights and ignored
    /// labels make each shard's mean one over its own weights.
    /// </summary>
    /// <param name="options">The options; the reduction should stay the mean.</param>
    /// <returns>The loss.</returns>
    public static Loss CrossEntropyWith(CrossEntropyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (output, target) => output.CrossEntropy(target, options);
    }

    /// <summary>The binary cross-entropy with weights.</summary>
    /// <param name="options">The options; the reduction should stay the mean.</param>
    /// <returns>The loss.</returns>
    public static Loss BinaryCrossEntropyWith(BinaryCrossEntropyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (output, target) => output.BinaryCrossEntropyWithLogits(target, options);
    }

    /// <summary>The mean of Huber's loss; see <see cref="Tensor.HuberLoss"/>.</summary>
    /// <param name="delta">Where it goes over from square to line, more than 0.</param>
    /// <returns>The loss.</returns>
    public static Loss HuberWith(double delta) => (output, target) => output.HuberLoss(target, delta);

    /// <summary>The mean of the smooth L1 loss; see <see cref="Tensor.SmoothL1Loss"/>.</summary>
    /// <param name="beta">Where it goes over from square to line, at least 0.</param>
    /// <returns>The loss.</returns>
    public static Loss SmoothL1With(double beta) => (output, target) => output.SmoothL1Loss(target, beta);
}
