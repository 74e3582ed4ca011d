using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Slides kernels over sequences: result[n, o, x] = bias[o] + Σ weight[o, c, j] · this[n, c, x · stride + j · dilation − padding]
    /// (cross-correlation: the kernel is not flipped). This tensor is <c>[N, C, L]</c>, Float32 or Float64, in any memory order; fastest,
    /// without a copy, in the order that convolution and pooling give their results: channels last.
    /// </summary>
    /// <param name="weight"><c>[O, C / groups, kernel]</c>, contiguous.</param>
    /// <param name="bias"><c>[O]</c>, or null for none.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for 1, 0, 1, 1.</param>
    /// <returns><c>[N, O, ⌊(L + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes or element types do not fit, or the kernel is larger than the padded sequence.</exception>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, Conv1dOptions? options = null) =>
        Convolution.Run(this, weight, bias, options ?? new());

    /// <summary>
    /// The transposed convolution of sequences: each element lays the kernel, times itself, over the result, where they add up.
    /// result[n, o, x · stride + j · dilation − padding] = bias[o] + Σ weight[c, o, j] · this[n, c, x]: the gradient of
    /// <see cref="Conv1d"/> with the same weight. This tensor is <c>[N, C, L]</c>, Float32 or Float64.
    /// </summary>
    /// <param name="weight"><c>[C, O / groups, kernel]</c>, contiguous.</param>
    /// <param name="bias"><c>[O]</c>, or null for none.</param>
    /// <param name="options">Stride, padding, output padding, dilation, groups; null for 1, 0, 0, 1, 1.</param>
    /// <returns><c>[N, O, (L − 1) stride − 2 padding + dilation (kernel − 1) + output padding + 1]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit, or the padding leaves no result.</exception>
    public Tensor ConvTranspose1d(Tensor weight, Tensor? bias = null, ConvTranspose1dOptions? options = null) =>
        TransposedConvolution.Run(this, weight, bias, options ?? new());

    /// <summary>The largest element of each window of a sequence; NaN if there is one. The gradient goes to the first of equals.</summary>
    /// <param name="kernel">The window's size, at most 65,534.</param>
    /// <param name="options">Stride, padding, dilation, rounding; null for windows side by side.</param>
    /// <returns><c>[N, C, ⌊(L + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1]</c>; rounded up in ceil mode.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, L]</c>, or the window does not fit.</exception>
    public Tensor MaxPool1d(int kernel, MaxPool1dOptions? options = null) => Pooling.Max(this, kernel, options ?? new());

    /// <summary>The mean of each window of a sequence.</summary>
    /// <param name="kernel">The window's size.</param>
    /// <param name="options">Stride, padding, rounding; null for windows side by side.</param>
    /// <returns><c>[N, C, ⌊(L + 2 padding − kernel) / stride⌋ + 1]</c>; rounded up in ceil mode.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, L]</c>, or the window does not fit.</exception>
    public Tensor AvgPool1d(int kernel, AvgPool1dOptions? options = null) => Pooling.Average(this, kernel, options ?? new());

    /// <summary>The means of a given number of equal stretches of a sequence; 1: the mean of each sequence and channel.</summary>
    /// <param name="outputSize">How many; a divisor of the sequence's length.</param>
    /// <returns><c>[N, C, outputSize]</c>.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, L]</c>, or L cannot be cut into so many equal stretches.</exception>
    public Tensor AdaptiveAvgPool1d(int outputSize = 1) => Pooling.Adaptive(this, outputSize);
}
