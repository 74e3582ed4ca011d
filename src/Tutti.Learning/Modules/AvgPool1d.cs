using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>The mean of each window of a sequence. Input <c>[N, C, L]</c>, output <c>[N, C, L′]</c>.</summary>
public sealed class AvgPool1d : Module
{
    private readonly int kernel;
    private readonly AvgPool1dOptions options;

    /// <summary>Makes the module.</summary>
    /// <param name="kernel">The window's length.</param>
    /// <param name="options">Stride, padding, rounding; null for windows side by side.</param>
    public AvgPool1d(int kernel, AvgPool1dOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        this.kernel = kernel;
        this.options = options ?? new AvgPool1dOptions();
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AvgPool1d(kernel, options);
}
