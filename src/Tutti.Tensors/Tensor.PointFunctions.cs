using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>The square root of each element; NaN below 0. The derivative at 0 is infinite.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Sqrt() => Operations.PointFunctions.Sqrt(this);

    /// <summary>The magnitude of each element. The derivative at 0 is 0.</summary>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Abs() => Operations.PointFunctions.Abs(this);

    /// <summary>Each element, but times a slope where it is not positive.</summary>
    /// <param name="negativeSlope">The slope, which is also the derivative at 0. Default 0.01.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor LeakyRelu(double negativeSlope = 0.01) => Operations.PointFunctions.LeakyRelu(this, negativeSlope);

    /// <summary>
    /// A smooth ReLU: ln(1 + exp(beta · x)) / beta of each element x, without overflow on the way; x itself where beta · x exceeds the
    /// threshold (the derivative is 1 there).
    /// </summary>
    /// <param name="beta">How sharp the bend at 0 is. Default 1; not 0.</param>
    /// <param name="threshold">From where on the function counts as straight. Default 20: beyond, Float32 shows no difference.</param>
    /// <returns>A new tensor of the same shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is 0 or not finite.</exception>
    public Tensor Softplus(double beta = 1, double threshold = 20) => Operations.PointFunctions.Softplus(this, beta, threshold);

    /// <summary>
    /// Each element, brought between two bounds; NaN stays. The derivative is 1 between the bounds and on them, else 0.
    /// </summary>
    /// <param name="minimum">The lower bound; null for none.</param>
    /// <param name="maximum">The upper bound; null for none. It wins where it lies below the lower one.</param>
    /// <returns>A new tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">Neither bound is given.</exception>
    public Tensor Clamp(double? minimum = null, double? maximum = null) => Operations.PointFunctions.Clamp(this, minimum, maximum);

    /// <summary>
    /// Each element to the power of a number: NaN for negative elements unless the exponent is whole. The derivative is
    /// exponent · x^(exponent − 1), and 0 for the exponent 0. Fast for 2, 3, 4, ½ and their reciprocals.
    /// </summary>
    /// <param name="exponent">Any number, rounded to the element type.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Pow(double exponent) => Operations.PointFunctions.Pow(this, exponent);
}
