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
    /// Softmax and cross-entropy in one: output <c>[N, C]</c> are logits, target <c>[N]</c> Int64 class numbers; the mean of −log p(class).
    /// </summary>
    public static Loss CrossEntropy { get; } = static (output, target) => output.CrossEntropy(target);

    /// <summary>The mean of (output − target)² over all elements; target has the output's shape.</summary>
    public static Loss MeanSquaredError { get; } = static (output, target) => output.MseLoss(target);
}
