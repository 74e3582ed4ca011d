using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Slides kernels over sequences. Input <c>[N, channels, L]</c>, output <c>[N, outputs, L′]</c> with
/// L′ = ⌊(L + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1; parameters <c>weight</c> <c>[outputs, channels / groups, kernel]</c> and
/// <c>bias</c> <c>[outputs]</c>, uniform in ±1/√(channels / groups · kernel).
/// </summary>
public sealed class Conv1d : Module, IFusesRelu
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly Conv1dOptions options, optionsWithRelu;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The input's channels, at least 1.</param>
    /// <param name="outputs">The output's channels, at least 1.</param>
    /// <param name="kernel">The kernel's length, at least 1.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for 1, 0, 1, 1.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels.</exception>
    public Conv1d(int channels, int outputs, int kernel, Conv1dOptions? options = null, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        this.options = options ?? new Conv1dOptions();
        optionsWithRelu = this.options with { Relu = true };
        ChannelGroups.Check(nameof(Conv1d), channels, outputs, this.options.Groups);
        var fanIn = channels / this.options.Groups * kernel;
        weight = AddParameter("weight", [outputs, channels / this.options.Groups, kernel], Initializer.FanIn(fanIn));
        if (bias) this.bias = AddParameter("bias", [outputs], Initializer.FanIn(fanIn));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.Conv1d(weight, bias, options);
    }

    Tensor IFusesRelu.ForwardWithRelu(Tensor input)
    {
        EnsureInitialized();
        return input.Conv1d(weight, bias, optionsWithRelu);
    }
}
