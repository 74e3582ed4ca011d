using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The largest element of each window of a sequence. Input <c>[N, C, L]</c>, output <c>[N, C, L′]</c>.</summary>
public sealed class MaxPool1d : Module, IFusesRelu
{
    private readonly int kernel;
    private readonly MaxPool1dOptions options, optionsWithRelu;

    /// <summary>Makes the module.</summary>
    /// <param name="kernel">The window's length.</param>
    /// <param name="options">Stride, padding, dilation, rounding; null for windows side by side.</param>
    public MaxPool1d(int kernel, MaxPool1dOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        this.kernel = kernel;
        this.options = options ?? new MaxPool1dOptions();
        optionsWithRelu = this.options with { Relu = true };
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.MaxPool1d(kernel, options);

    Tensor IFusesRelu.ForwardWithRelu(Tensor input) => input.MaxPool1d(kernel, optionsWithRelu);
}
