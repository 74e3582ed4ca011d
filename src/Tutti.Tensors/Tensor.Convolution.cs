using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Slides kernels over images: result[n, o, y, x] = bias[o] + Σ weight[o, c, i, j] · this[n, c, y · stride + i · dilation − padding, …]
    /// (cross-correlation: the kernel is not flipped). This tensor is <c>[N, C, H, W]</c>, Float32 or Float64, in any memory order; fastest,
    /// without a copy, in the order that convolution and pooling give their results: channels last.
    /// </summary>
    /// <param name="weight"><c>[O, C / groups, kernel height, kernel width]</c>, contiguous.</param>
    /// <param name="bias"><c>[O]</c>, or null for none.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for 1, 0, 1, 1.</param>
    /// <returns><c>[N, O, ⌊(H + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1, …]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit, or the kernel is larger than the padded image.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Conv2dOptions? options = null) =>
        Convolution.Run(this, weight, bias, options ?? new());

    /// <summary>
    /// The transposed convolution of images: each element lays the kernel, times itself, over the result, where they add up.
    /// result[n, o, y · stride + i · dilation − padding, …] = bias[o] + Σ weight[c, o, i, j] · this[n, c, y, x]: the gradient of
    /// <see cref="Conv2d"/> with the same weight. This tensor is <c>[N, C, H, W]</c>, Float32 or Float64.
    /// </summary>
    /// <param name="weight"><c>[C, O / groups, kernel height, kernel width]</c>, contiguous.</param>
    /// <param name="bias"><c>[O]</c>, or null for none.</param>
    /// <param name="options">Stride, padding, output padding, dilation, groups; null for 1, 0, 0, 1, 1.</param>
    /// <returns><c>[N, O, (H − 1) stride − 2 padding + dilation (kernel − 1) + output padding + 1, …]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes or element types do not fit, or the padding leaves no result.</exception>
    public Tensor ConvTranspose2d(Tensor weight, Tensor? bias = null, ConvTranspose2dOptions? options = null) =>
        TransposedConvolution.Run(this, weight, bias, options ?? new());

    /// <summary>The largest element of each window; NaN if there is one. The gradient goes to the first of equals.</summary>
    /// <param name="kernel">The window's size, at most 65,534 elements.</param>
    /// <param name="options">Stride, padding, dilation, rounding; null for windows side by side.</param>
    /// <returns><c>[N, C, ⌊(H + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1, …]</c>; rounded up in ceil mode.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, H, W]</c>, or the window does not fit.</exception>
    public Tensor MaxPool2d(Size2d kernel, MaxPool2dOptions? options = null) => Pooling.Max(this, kernel, options ?? new());

    /// <summary>The mean of each window.</summary>
    /// <param name="kernel">The window's size.</param>
    /// <param name="options">Stride, padding, rounding; null for windows side by side.</param>
    /// <returns><c>[N, C, ⌊(H + 2 padding − kernel) / stride⌋ + 1, …]</c>; rounded up in ceil mode.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, H, W]</c>, or the window does not fit.</exception>
    public Tensor AvgPool2d(Size2d kernel, AvgPool2dOptions? options = null) => Pooling.Average(this, kernel, options ?? new());

    /// <summary>The mean of each image and channel.</summary>
    /// <returns><c>[N, C, 1, 1]</c>.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, H, W]</c>.</exception>
    public Tensor GlobalAvgPool2d() => AdaptiveAvgPool2d(1);

    /// <summary>The means of a given number of equal parts of an image; 1 × 1: the mean of each image and channel.</summary>
    /// <param name="outputSize">How many along the height and along the width; divisors of them.</param>
    /// <returns><c>[N, C, outputSize]</c>.</returns>
    /// <exception cref="ArgumentException">This is not <c>[N, C, H, W]</c>, or the image cannot be cut into so many equal parts.</exception>
    public Tensor AdaptiveAvgPool2d(Size2d outputSize) => Pooling.Adaptive(this, outputSize);
}
