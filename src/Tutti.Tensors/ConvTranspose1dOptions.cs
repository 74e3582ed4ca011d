namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.ConvTranspose1d"/> lays its kernel over the result.</summary>
public sealed record ConvTranspose1dOptions
{
    /// <summary>How far the kernel moves in the result from one input element to the next, at least 1; by default 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>How many elements are cut off the result on each side; by default none.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// How many elements the result has more at its end, less than the stride or the dilation; by default none. It chooses between the
    /// lengths that a convolution with this stride would make the same.
    /// </summary>
    public int OutputPadding { get; init; }

    /// <summary>The distance between the kernel's elements, at least 1; by default 1: they are neighbours.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Into how many groups the channels are cut that do not see each other; divides both channel counts; by default 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether negative results become 0: the same as <see cref="Tensor.Relu"/> on the result, without another pass over it.
    /// </summary>
    public bool Relu { get; init; }

    internal ConvTranspose2dOptions AsImage() => new()
    {
        Stride = new(1, Stride), Padding = new(0, Padding), OutputPadding = new(0, OutputPadding), Dilation = new(1, Dilation),
        Groups = Groups, Relu = Relu,
    };
}
