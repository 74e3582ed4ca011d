using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product over the last two dimensions: <c>[…, M, K] · […, K, N]</c> gives <c>[…, M, N]</c>; leading dimensions broadcast.
    /// </summary>
    /// <param name="other">The right side, of the same floating-point type. Transposed views cost nothing.</param>
    /// <returns>A new contiguous tensor. Float32 is accumulated with fused multiply-add, see docs/NUMERICS.md.</returns>
    /// <exception cref="ArgumentException">The inner dimensions differ, a side is not a matrix, or the element types differ.</exception>
    public Tensor MatMul(Tensor other) => Operations.MatMul.Product(this, other);

    /// <summary>A linear layer: this · weightᵀ + bias over the last dimension.</summary>
    /// <param name="weight"><c>[outputs, inputs]</c>, contiguous.</param>
    /// <param name="bias"><c>[outputs]</c>, or null for none.</param>
    /// <param name="relu">Whether negative results become 0; cheaper than a ReLU of its own.</param>
    /// <returns>This tensor's shape with the last dimension, <c>inputs</c>, replaced by <c>outputs</c>; contiguous.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit.</exception>
    public Tensor Linear(Tensor weight, Tensor? bias = null, bool relu = false) => LinearLayer.Run(this, weight, bias, relu);
}
