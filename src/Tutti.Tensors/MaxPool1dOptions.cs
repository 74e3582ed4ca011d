namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.MaxPool1d"/> slides its window over the sequence.</summary>
public sealed record MaxPool1dOptions
{
    /// <summary>How far the window moves from one output to the next, at least 1; null: the window's size.</summary>
    public int? Stride { get; init; }

    /// <summary>How many −∞ surround the sequence on each side, at most half the window; by default none.</summary>
    public int Padding { get; init; }

    /// <summary>The distance between the window's elements, at least 1; by default 1: they are neighbours.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Whether a last window that reaches beyond the sequence counts, provided that it starts inside the sequence or its left padding.
    /// </summary>
    public bool CeilMode { get; init; }

    /// <summary>Whether negative results become 0: the same numbers and gradients as ReLU before the pooling, with fewer passes.</summary>
    public bool Relu { get; init; }

    internal MaxPool2dOptions AsImage() => new()
    {
        Stride = Stride is { } stride ? new(1, stride) : null, Padding = new(0, Padding), Dilation = new(1, Dilation),
        CeilMode = CeilMode, Relu = Relu,
    };
}
