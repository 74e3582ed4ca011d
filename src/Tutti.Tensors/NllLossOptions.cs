namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.NllLoss"/> weighs classes and samples.</summary>
public sealed record NllLossOptions
{
    /// <summary>What becomes of the losses of single samples; by default their mean.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>A label whose samples count for nothing, and need not name a class; by default there is none.</summary>
    public long? IgnoredLabel { get; init; }

    /// <summary>
    /// A factor for each class, shape <c>[C]</c> and the input's element type; by default all are 1. No gradient flows to it.
    /// </summary>
    public Tensor? ClassWeights { get; init; }
}
