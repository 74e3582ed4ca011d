using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Slides kernels over images. Input <c>[N, channels, H, W]</c>, output <c>[N, outputs, H′, W′]</c> with
/// H′ = ⌊(H + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1; parameters <c>weight</c> <c>[outputs, channels / groups, kernel]</c> and
/// <c>bias</c> <c>[outputs]</c>, uniform in ±1/√(channels / groups · kernel height · kernel width).
/// </summary>
public sealed class Conv2d : Module, IFusesRelu
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly Conv2dOptions options, optionsWithRelu;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The input's channels, at least 1.</param>
    /// <param name="outputs">The output's channels, at least 1.</param>
    /// <param name="kernel">The kernel's height and width, at least 1.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for 1, 0, 1, 1.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels.</exception>
    public Conv2d(int channels, int outputs, Size2d kernel, Conv2dOptions? options = null, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(kernel.Height, kernel.Width), 1, nameof(kernel));
        this.options = options ?? new Conv2dOptions();
        optionsWithRelu = this.options with { Relu = true };
        var groups = this.options.Groups;
        ChannelGroups.Check(nameof(Conv2d), channels, outputs, groups);
        var fanIn = channels / groups * kernel.Height * kernel.Width;
        weight = AddParameter("weight", [outputs, channels / groups, kernel.Height, kernel.Width], Initializer.FanIn(fanIn));
        if (bias) this.bias = AddParameter("bias", [outputs], Initializer.FanIn(fanIn));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.Conv2d(weight, bias, options);
    }

    Tensor IFusesRelu.ForwardWithRelu(Tensor input)
    {
        EnsureInitialized();
        return input.Conv2d(weight, bias, optionsWithRelu);
    }
}
