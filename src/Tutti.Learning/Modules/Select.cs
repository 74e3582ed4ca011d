using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>Takes one index along a dimension and drops the dimension: with dimension 1 and index −1, the last step of <c>[N, T, F]</c>.</summary>
public sealed class Select : Module
{
    private readonly int dimension, index;

    /// <summary>Makes the module.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="index">Which index to take (negative: from the end).</param>
    public Select(int dimension, int index)
    {
        this.dimension = dimension;
        this.index = index;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var along = input.Shape.Normalize(dimension);
        var size = input.Shape[along];
        var at = index < 0 ? index + size : index;
        if (at < 0 || at >= size)
            throw new ArgumentException($"Select: there is no such index. Got {index} along dimension {dimension} of {input.Shape}. Expected −{size} … {size - 1}.");
        return input.Select(along, at);
    }
}
