namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.ConvTranspose2d"/> lays its kernel over the result.</summary>
public sealed record ConvTranspose2dOptions
{
    /// <summary>How far the kernel moves in the result from one input element to the next, at least 1; by default 1.</summary>
    public Size2d Stride { get; init; } = 1;

    /// <summary>How many rows and columns are cut off the result on each side; by default none.</summary>
    public Size2d Padding { get; init; }

    /// <summary>
    /// How many rows the result has more at its bottom, and columns at its right, less than the stride or the dilation; by default none. It
    /// chooses between the sizes that a convolution with this stride would make the same.
    /// </summary>
    public Size2d OutputPadding { get; init; }

    /// <summary>The distance between the kernel's elements, at least 1; by default 1: they are neighbours.</summary>
    public Size2d Dilation { get; init; } = 1;

    /// <summary>Into how many groups the channels are cut that do not see each other; divides both channel counts; by default 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether negative results become 0: the same as <see cref="Tensor.Relu"/> on the result, without another pass over it.
    /// </summary>
    public bool Relu { get; init; }
}
