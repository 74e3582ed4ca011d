namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.AvgPool1d"/> slides its window over the sequence.</summary>
public sealed record AvgPool1dOptions
{
    /// <summary>How far the window moves from one output to the next, at least 1; null: the window's size.</summary>
    public int? Stride { get; init; }

    /// <summary>How many zeros surround the sequence on each side, at most half the window; by default none.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// Whether a last window that reaches beyond the sequence counts, provided that it starts inside the sequence or its left padding.
    /// </summary>
    public bool CeilMode { get; init; }

    /// <summary>Whether the padding counts in the mean; by default it does. What lies beyond the padding never counts.</summary>
    public bool CountPadding { get; init; } = true;

    internal AvgPool2dOptions AsImage() => new()
    {
        Stride = Stride is { } stride ? new(1, stride) : null, Padding = new(0, Padding), CeilMode = CeilMode, CountPadding = CountPadding,
    };
}
