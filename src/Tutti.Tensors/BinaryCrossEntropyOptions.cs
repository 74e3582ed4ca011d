namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.BinaryCrossEntropyWithLogits"/> weighs its elements.</summary>
public sealed record BinaryCrossEntropyOptions
{
    /// <summary>What becomes of the losses of single elements; by default their mean.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>
    /// A factor for the loss of each element, of the logits' element type and a shape that broadcasts to theirs; by default all are 1. It
    /// does not change what the mean divides by. No gradient flows to it.
    /// </summary>
    public Tensor? Weights { get; init; }

    /// <summary>
    /// A factor for the share of the positive targets, such as (negative samples) / (positive samples) where positives are rare; of the
    /// logits' element type and a shape that broadcasts to theirs, for instance <c>[C]</c>; by default all are 1. No gradient flows to it.
    /// </summary>
    public Tensor? PositiveWeights { get; init; }
}
