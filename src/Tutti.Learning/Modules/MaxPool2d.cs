using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The largest element of each window of an image. Input <c>[N, C, H, W]</c>, output <c>[N, C, H′, W′]</c>.</summary>
public sealed class MaxPool2d : Module, IFusesRelu
{
    private readonly Size2d kernel;
    private readonly MaxPool2dOptions options, optionsWithRelu;

    /// <summary>Makes the module.</summary>
    /// <param name="kernel">The window's height and width.</param>
    /// <param name="options">Stride, padding, dilation, rounding; null for windows side by side.</param>
    public MaxPool2d(Size2d kernel, MaxPool2dOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(kernel.Height, kernel.Width), 1, nameof(kernel));
        this.kernel = kernel;
        this.options = options ?? new MaxPool2dOptions();
        optionsWithRelu = this.options with { Relu = true };
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.MaxPool2d(kernel, options);

    Tensor IFusesRelu.ForwardWithRelu(Tensor input) => input.MaxPool2d(kernel, optionsWithRelu);
}
