namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.CrossEntropy"/> weighs classes and samples.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>What becomes of the losses of single samples; by default their mean.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    /// <summary>The share of the target that is spread evenly over all classes, 0 to 1; by default none.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>A label whose samples count for nothing, and need not name a class; by default there is none.</summary>
    public long? IgnoredLabel { get; init; }

    /// <summary>A factor for each class, shape <c>[C]</c> and the logits' element type; by default all are 1. No gradient flows to it.</summary>
    public Tensor? ClassWeights { get; init; }
}
