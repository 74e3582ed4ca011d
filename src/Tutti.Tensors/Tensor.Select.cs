using Tutti.Tensors.Autograd;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>One index along a dimension, which is dropped; a view.</summary>
    /// <param name="dimension">The dimension, from 0.</param>
    /// <param name="index">The index, from 0.</param>
    /// <returns>A view.</returns>
    public Tensor Select(int dimension, int index)
    {
        var shape = Shape.Create([.. Shape.AsSpan()[..dimension], .. Shape.AsSpan()[(dimension + 1)..]]);
        var strides = new Strides([.. Strides.AsSpan()[..dimension], .. Strides.AsSpan()[(dimension + 1)..]]);
        var view = new Tensor(Storage, shape, strides, Offset + index * Strides[dimension], ElementType);
        return Graph.Record(Primitives.LocalSelect, view, [this], (dimension, index));
    }
}
