using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>The Gaussian error linear unit of each element: x times the share of a standard normal distribution below x.</summary>
    /// <param name="form">Exact (the default), or with a tanh in the place of the error function.</param>
    /// <returns>A new tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">Whole numbers.</exception>
    public Tensor Gelu(GeluForm form = GeluForm.Exact) => GeluLayer.Run(this, form);

    /// <summary>
    /// Normalises over the last dimensions: (x − mean) / √(variance + ε) · weight + bias, with mean and population variance of each
    /// group of elements (Ba, Kiros, Hinton 2016, "Layer normalization").
    /// </summary>
    /// <param name="normalizedShape">The sizes of the last dimensions, at least one; together at least one element.</param>
    /// <param name="weight">Of that shape and contiguous, or null for 1.</param>
    /// <param name="bias">Of that shape and contiguous, or null for 0.</param>
    /// <param name="epsilon">Added to the variance, at least 0. Default 1e-5.</param>
    /// <returns>A new tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit.</exception>
    public Tensor LayerNorm(Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        LayerNormalization.Run(this, normalizedShape, weight, bias, epsilon);

    /// <summary>
    /// Looks up rows: this tensor holds row numbers (Int64, any shape), the result their rows. The gradient of a row is the sum over all
    /// places where it was looked up, added in row-major order.
    /// </summary>
    /// <param name="weight"><c>[rows, width]</c>, contiguous.</param>
    /// <param name="paddingIndex">A row that gets no gradient, or null.</param>
    /// <returns><c>[…, width]</c>.</returns>
    /// <exception cref="ArgumentException">A row number is not there; the message names it and its place. Or the types do not
    /// fit.</exception>
    public Tensor Embedding(Tensor weight, int? paddingIndex = null) => EmbeddingLayer.Run(this, weight, paddingIndex);

    /// <summary>
    /// Sets elements to zero at random, each with probability p, and divides the others by 1 − p (Srivastava et al. 2014, "Dropout", in the
    /// inverted form). What happens to element i (row-major) depends on the stream and i alone.
    /// </summary>
    /// <param name="probability">p, 0 ≤ p ≤ 1; 0 is the identity, 1 gives zeros. It is rounded up to a multiple of 2⁻²⁴.</param>
    /// <param name="stream">Where the random numbers come from; they are read from its beginning, wherever it stands.</param>
    /// <param name="isTraining">Without training nothing is dropped. Default true.</param>
    /// <returns>A new tensor of the same shape, or this one where nothing is dropped.</returns>
    /// <exception cref="ArgumentException">The probability is out of range, or whole numbers.</exception>
    public Tensor Dropout(double probability, CounterRandom stream, bool isTraining = true) =>
        Dropping.Run(this, probability, stream, isTraining);
}
