namespace Tutti.Tensors;

/// <summary>A height and a width: of a kernel, a stride, a padding. A single number stands for both.</summary>
/// <param name="Height">Along the rows of an image.</param>
/// <param name="Width">Along its columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The same height and width.</summary>
    /// <param name="size">Both.</param>
    public static implicit operator Size2d(int size) => new(size, size);

    /// <summary>For instance <c>3 × 3</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Height} × {Width}";
}
