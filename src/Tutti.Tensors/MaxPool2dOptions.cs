namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.MaxPool2d"/> slides its window over the image.</summary>
public sealed record MaxPool2dOptions
{
    /// <summary>How far the window moves from one output to the next, at least 1; null: the window's size.</summary>
    public Size2d? Stride { get; init; }

    /// <summary>How many −∞ surround the image on each side, at most half the window; by default none.</summary>
    public Size2d Padding { get; init; }

    /// <summary>The distance between the window's elements, at least 1; by default 1: they are neighbours.</summary>
    public Size2d Dilation { get; init; } = 1;

    /// <summary>Whether a last window that reaches beyond the image counts, provided that it starts inside the image or its left padding.</summary>
    public bool CeilMode { get; init; }

    /// <summary>
    /// Whether negative results become 0. ReLU before the pooling gives the same numbers and gradients, but costs a pass over the larger
    /// image, forward and backward.
    /// </summary>
    public bool Relu { get; init; }
}
