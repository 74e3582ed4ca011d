using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// The transposed convolution of images: each element lays the kernel, times itself, over the output. Input <c>[N, channels, H, W]</c>,
/// output <c>[N, outputs, H′, W′]</c> with H′ = (H − 1) stride − 2 padding + dilation (kernel − 1) + output padding + 1; parameters
/// <c>weight</c> <c>[channels, outputs / groups, kernel]</c> and <c>bias</c> <c>[outputs]</c>, as PyTorch's uniform in
/// ±1/√(outputs / groups · kernel height · kernel width).
/// </summary>
public sealed class ConvTranspose2d : Module, IFusesRelu
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly ConvTranspose2dOptions options, optionsWithRelu;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The input's channels, at least 1.</param>
    /// <param name="outputs">The output's channels, at least 1.</param>
    /// <param name="kernel">The kernel's height and width, at least 1.</param>
    /// <param name="options">Stride, padding, output padding, dilation, groups; null for 1, 0, 0, 1, 1.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels.</exception>
    public ConvTranspose2d(int channels, int outputs, Size2d kernel, ConvTranspose2dOptions? options = null, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(kernel.Height, kernel.Width), 1, nameof(kernel));
        this.options = options ?? new ConvTranspose2dOptions();
        optionsWithRelu = this.options with { Relu = true };
        ChannelGroups.Check(nameof(ConvTranspose2d), channels, outputs, this.options.Groups);
        var fanIn = outputs / this.options.Groups * kernel.Height * kernel.Width;
        weight = AddParameter("weight", [channels, outputs / this.options.Groups, kernel.Height, kernel.Width], Initializer.FanIn(fanIn));
        if (bias) this.bias = AddParameter("bias", [outputs], Initializer.FanIn(fanIn));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.ConvTranspose2d(weight, bias, options);
    }

    Tensor IFusesRelu.ForwardWithRelu(Tensor input)
    {
        EnsureInitialized();
        return input.ConvTranspose2d(weight, bias, optionsWithRelu);
    }
}
