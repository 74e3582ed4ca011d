using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>Splits a dimension into several, the reverse of <see cref="Flatten"/>: with sizes <c>[C, L]</c>, <c>[N, C·L]</c> becomes <c>[N, C, L]</c>.</summary>
public sealed class Unflatten : Module
{
    private readonly int dimension;
    private readonly int[] sizes;

    /// <summary>Makes the module.</summary>
    /// <param name="dimension">The dimension to split (negative: from the end).</param>
    /// <param name="sizes">What it becomes; the product is the dimension's size. One may be −1: what is left.</param>
    public Unflatten(int dimension, params ReadOnlySpan<int> sizes)
    {
        this.dimension = dimension;
        this.sizes = sizes.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sizes' product is not the dimension's size.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var index = input.Shape.Normalize(dimension);
        var open = Array.IndexOf(sizes, -1);
        var product = sizes.Where((_, position) => position != open).Aggregate(1L, (total, size) => total * size);
        if (open < 0 ? product != input.Shape[index] : product <= 0 || input.Shape[index] % product != 0)
            throw new ArgumentException(
                $"Unflatten: dimension {dimension} cannot be split so. Got {input.Shape} and sizes [{string.Join(", ", sizes)}]. " +
                $"Expected sizes whose product is {input.Shape[index]}; one may be -1.");
        var closed = open < 0 ? sizes : [.. sizes[..open], (int)(input.Shape[index] / product), .. sizes[(open + 1)..]];
        return input.Reshape(Shape.Create([.. input.Shape.AsSpan()[..index], .. closed, .. input.Shape.AsSpan()[(index + 1)..]]));
    }
}
