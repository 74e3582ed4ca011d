namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.KlDiv"/> reads its target and what it returns.</summary>
public sealed record KlDivOptions
{
    /// <summary>What becomes of the single terms; by default their mean, as <see cref="MeanOverSamples"/> says.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>
    /// Whether the mean divides by the size of the first dimension, which gives the divergence of a distribution averaged over the samples
    /// (PyTorch's <c>batchmean</c>; the default), or by the number of elements.
    /// </summary>
    public bool MeanOverSamples { get; init; } = true;

    /// <summary>Whether the target holds logarithms of probabilities rather than probabilities; by default it does not.</summary>
    public bool IsLogTarget { get; init; }
}
