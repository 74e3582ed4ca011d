using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>Negative elements become 0; NaN stays. The derivative at 0 is 0.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Relu() => Activations.Relu(this);

    /// <summary>1 / (1 + exp(−x)) of each element; no overflow on the way.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Sigmoid() => Activations.Sigmoid(this);

    /// <summary>The hyperbolic tangent of each element.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Tanh() => Activations.Tanh(this);

    /// <summary>The exponential of each element; infinity above 88.7 (Float32) or 709.8 (Float64).</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Exp() => Activations.Exp(this);

    /// <summary>The natural logarithm of each element: −∞ at 0, NaN below.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Log() => Activations.Log(this);

    /// <summary>exp(x) divided by the sum of exp along a dimension, computed without overflow: numbers in 0 … 1 that add up to 1.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Softmax(int dimension = -1) => Normalization.Softmax(this, dimension);

    /// <summary>The logarithm of <see cref="Softmax"/>, computed without forming it.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor LogSoftmax(int dimension = -1) => Normalization.LogSoftmax(this, dimension);
}
