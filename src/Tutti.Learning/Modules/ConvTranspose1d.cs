using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// The transposed convolution of sequences: each element lays the kernel, times itself, over the output. Input <c>[N, channels, L]</c>,
/// output <c>[N, outputs, L′]</c> with L′ = (L − 1) stride − 2 padding + dilation (kernel − 1) + output padding + 1; parameters
/// <c>weight</c> <c>[channels, outputs / groups, kernel]</c> and <c>bias</c> <c>[outputs]</c>, as PyTorch's uniform in
/// ±1/√(outputs / groups · kernel).
/// </summary>
public sealed class ConvTranspose1d : Module, IFusesRelu
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly ConvTranspose1dOptions options, optionsWithRelu;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The input's channels, at least 1.</param>
    /// <param name="outputs">The output's channels, at least 1.</param>
    /// <param name="kernel">The kernel's length, at least 1.</param>
    /// <param name="options">Stride, padding, output padding, dilation, groups; null for 1, 0, 0, 1, 1.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels.</exception>
    public ConvTranspose1d(int channels, int outputs, int kernel, ConvTranspose1dOptions? options = null, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        this.options = options ?? new ConvTranspose1dOptions();
        optionsWithRelu = this.options with { Relu = true };
        ChannelGroups.Check(nameof(ConvTranspose1d), channels, outputs, this.options.Groups);
        var fanIn = outputs / this.options.Groups * kernel;
        weight = AddParameter("weight", [channels, outputs / this.options.Groups, kernel], Initializer.FanIn(fanIn));
        if (bias) this.bias = AddParameter("bias", [outputs], Initializer.FanIn(fanIn));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.ConvTranspose1d(weight, bias, options);
    }

    Tensor IFusesRelu.ForwardWithRelu(Tensor input)
    {
        EnsureInitialized();
        return input.ConvTranspose1d(weight, bias, optionsWithRelu);
    }
}
