using Tutti.Tensors.Autograd;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The variance of elements: Σ (x − mean)² / (n − correction). The mean is taken first, and Float32 is accumulated in double.
    /// </summary>
    /// <param name="dimensions">The dimensions to reduce (negative: from the end); none: all, giving shape <c>[]</c>.</param>
    /// <param name="keepDimensions">Whether reduced dimensions stay with size 1.</param>
    /// <param name="correction">Default 1, for a sample (Bessel's correction); 0 for the whole population.</param>
    /// <returns>A new tensor; NaN or infinite where n does not exceed the correction.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, one is named twice, or the correction is not finite.</exception>
    public Tensor Var(ReadOnlySpan<int> dimensions = default, bool keepDimensions = false, double correction = 1) =>
        Reduction.Variance(this, dimensions, keepDimensions, correction);

    /// <summary>The largest element; NaN if there is one. The gradient goes to the first of equals.</summary>
    /// <returns>A new tensor of shape <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public Tensor Max() => Extrema.Run(Primitives.Max, Reshape([ElementCount]), 0, keepDimension: false).Values;

    /// <summary>The largest elements along a dimension, and where they are. NaN counts as largest; of equals the first is taken.</summary>
    /// <param name="dimension">The dimension to reduce (negative: from the end).</param>
    /// <param name="keepDimension">Whether it stays with size 1.</param>
    /// <returns>
    /// New tensors: the elements, and their places in the dimension as Int64. Gradients flow to the chosen elements; the places are needed
    /// for that, so do not write to them before <see cref="Backward()"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Max(int dimension, bool keepDimension = false) =>
        Extrema.Run(Primitives.Max, this, dimension, keepDimension);

    /// <summary>The smallest element; NaN if there is one. The gradient goes to the first of equals.</summary>
    /// <returns>A new tensor of shape <c>[]</c>.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public Tensor Min() => Extrema.Run(Primitives.Min, Reshape([ElementCount]), 0, keepDimension: false).Values;

    /// <summary>
    /// The smallest elements along a dimension, and where they are. NaN counts as smallest; of equals the first is taken.
    /// </summary>
    /// <inheritdoc cref="Max(int, bool)"/>
    public (Tensor Values, Tensor Indices) Min(int dimension, bool keepDimension = false) =>
        Extrema.Run(Primitives.Min, this, dimension, keepDimension);

    /// <summary>Where the largest element is, in row-major order; the first of equals, the first NaN if there is one.</summary>
    /// <returns>A new Int64 tensor of shape <c>[]</c>, without gradient.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public Tensor ArgMax() => Extrema.Where(Primitives.ArgMax, Reshape([ElementCount]), 0, keepDimension: false);

    /// <summary>Where the largest elements along a dimension are: the first of equals, the first NaN if there is one.</summary>
    /// <param name="dimension">The dimension to reduce (negative: from the end).</param>
    /// <param name="keepDimension">Whether it stays with size 1.</param>
    /// <returns>A new Int64 tensor, without gradient.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or it is empty.</exception>
    public Tensor ArgMax(int dimension, bool keepDimension = false) => Extrema.Where(Primitives.ArgMax, this, dimension, keepDimension);

    /// <summary>Where the smallest element is, in row-major order; the first of equals, the first NaN if there is one.</summary>
    /// <inheritdoc cref="ArgMax()"/>
    public Tensor ArgMin() => Extrema.Where(Primitives.ArgMin, Reshape([ElementCount]), 0, keepDimension: false);

    /// <summary>Where the smallest elements along a dimension are: the first of equals, the first NaN if there is one.</summary>
    /// <inheritdoc cref="ArgMax(int, bool)"/>
    public Tensor ArgMin(int dimension, bool keepDimension = false) => Extrema.Where(Primitives.ArgMin, this, dimension, keepDimension);
}
