using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Takes one element of a dimension, which goes: of a sequence <c>[N, T, D]</c>, <c>new Select(1, -1)</c> takes the last time step
/// <c>[N, D]</c>. A view.
/// </summary>
public sealed class Select : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="index">Which element (negative: from the end).</param>
    public Select(int dimension, int index)
    {
        Dimension = dimension;
        Index = index;
    }

    /// <summary>The dimension (negative: from the end).</summary>
    public int Dimension { get; }

    /// <summary>Which element (negative: from the end).</summary>
    public int Index { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension or element.</exception>
    public override Tensor Forward(Tensor input) => input.Select(Dimension, Index);
}
