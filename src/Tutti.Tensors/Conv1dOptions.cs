namespace Tutti.Tensors;

/// <summary>How <see cref="Tensor.Conv1d"/> slides its kernel over the sequence.</summary>
public sealed record Conv1dOptions
{
    /// <summary>How far the kernel moves from one output to the next, at least 1; by default 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>How many zeros surround the sequence on each side; by default none.</summary>
    public int Padding { get; init; }

    /// <summary>The distance between the kernel's elements, at least 1; by default 1: they are neighbours.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Into how many groups the channels are cut that do not see each other; divides both channel counts; by default 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether negative results become 0: the same as <see cref="Tensor.Relu"/> on the result, without another pass over it.
    /// </summary>
    public bool Relu { get; init; }

    internal Conv2dOptions AsImage() =>
        new() { Stride = new(1, Stride), Padding = new(0, Padding), Dilation = new(1, Dilation), Groups = Groups, Relu = Relu };
}
