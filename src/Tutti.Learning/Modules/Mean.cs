using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>Takes the mean along a dimension, which goes: of a sequence <c>[N, T, D]</c>, <c>new Mean(1)</c> gives <c>[N, D]</c>.</summary>
public sealed class Mean : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    public Mean(int dimension) => Dimension = dimension;

    /// <summary>The dimension (negative: from the end).</summary>
    public int Dimension { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public override Tensor Forward(Tensor input) => input.Mean([Dimension]);
}
