namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.AvgPool2d"/> slides its window over the image.</summary>
public sealed record AvgPool2dOptions
{
    /// <summary>How far the window moves from one output to the next, at least 1; null: the window's size.</summary>
    public Size2d? Stride { get; init; }

    /// <summary>How many zeros surround the image on each side, at most half the window; by default none.</summary>
    public Size2d Padding { get; init; }

    /// <summary>
    /// Whether a last window that reaches beyond the image counts, provided that it starts inside the image or its left padding.
    /// </summary>
    public bool CeilMode { get; init; }

    /// <summary>Whether the padding counts in the mean; by default it does. What lies beyond the padding never counts.</summary>
    public bool CountPadding { get; init; } = true;
}
