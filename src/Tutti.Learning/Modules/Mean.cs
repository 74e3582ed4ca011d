using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The mean along a dimension, which is dropped.</summary>
public sealed class Mean : Module
{
    private readonly int dimension;

    /// <summary>Makes the module.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    public Mean(int dimension) => this.dimension = dimension;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Mean([dimension]);
}
