using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The mean of each window of an image. Input <c>[N, C, H, W]</c>, output <c>[N, C, H′, W′]</c>.</summary>
public sealed class AvgPool2d : Module
{
    private readonly Size2d kernel;
    private readonly AvgPool2dOptions options;

    /// <summary>Makes the module.</summary>
    /// <param name="kernel">The window's height and width.</param>
    /// <param name="options">Stride, padding, rounding; null for windows side by side.</param>
    public AvgPool2d(Size2d kernel, AvgPool2dOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(kernel.Height, kernel.Width), 1, nameof(kernel));
        this.kernel = kernel;
        this.options = options ?? new AvgPool2dOptions();
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AvgPool2d(kernel, options);
}
