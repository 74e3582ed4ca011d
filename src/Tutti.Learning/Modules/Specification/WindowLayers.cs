using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers of sequences, transposed convolutions, and means of windows; see also <see cref="ImageLayers"/>.</summary>
internal static class WindowLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("Conv1d", typeof(Conv1dSpecification)),
        new("ConvTranspose1d", typeof(ConvTranspose1dSpecification)),
        new("ConvTranspose2d", typeof(ConvTranspose2dSpecification)),
        new("MaxPool1d", typeof(MaxPool1dSpecification)),
        new("AvgPool1d", typeof(AvgPool1dSpecification)),
        new("AvgPool2d", typeof(AvgPool2dSpecification)),
        new("AdaptiveAvgPool1d", typeof(AdaptiveAvgPool1dSpecification)),
        new("AdaptiveAvgPool2d", typeof(AdaptiveAvgPool2dSpecification)),
    ];
}

internal sealed record Conv1dSpecification(
    [property: JsonRequired] int InChannels, [property: JsonRequired] int OutChannels, [property: JsonRequired] int[] KernelSize,
    int[]? Stride = null, int[]? Padding = null, int[]? Dilation = null, int Groups = 1, bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new Conv1d(InChannels, OutChannels, Single.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Single.From(Stride, nameof(Stride), 1),
        Padding = Single.From(Padding, nameof(Padding), 0),
        Dilation = Single.From(Dilation, nameof(Dilation), 1),
        Groups = Groups,
    }, Bias);
}

internal sealed record ConvTranspose1dSpecification(
    [property: JsonRequired] int InChannels, [property: JsonRequired] int OutChannels, [property: JsonRequired] int[] KernelSize,
    int[]? Stride = null, int[]? Padding = null, int[]? OutputPadding = null, int[]? Dilation = null, int Groups = 1, bool Bias = true)
    : LayerSpecification
{
    internal override Module Build() => new ConvTranspose1d(InChannels, OutChannels, Single.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Single.From(Stride, nameof(Stride), 1),
        Padding = Single.From(Padding, nameof(Padding), 0),
        OutputPadding = Single.From(OutputPadding, nameof(OutputPadding), 0),
        Dilation = Single.From(Dilation, nameof(Dilation), 1),
        Groups = Groups,
    }, Bias);
}

internal sealed record ConvTranspose2dSpecification(
    [property: JsonRequired] int InChannels, [property: JsonRequired] int OutChannels, [property: JsonRequired] int[] KernelSize,
    int[]? Stride = null, int[]? Padding = null, int[]? OutputPadding = null, int[]? Dilation = null, int Groups = 1, bool Bias = true)
    : LayerSpecification
{
    internal override Module Build() => new ConvTranspose2d(InChannels, OutChannels, Pair.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Pair.From(Stride, nameof(Stride), 1),
        Padding = Pair.From(Padding, nameof(Padding), 0),
        OutputPadding = Pair.From(OutputPadding, nameof(OutputPadding), 0),
        Dilation = Pair.From(Dilation, nameof(Dilation), 1),
        Groups = Groups,
    }, Bias);
}

internal sealed record MaxPool1dSpecification(
    [property: JsonRequired] int[] KernelSize, int[]? Stride = null, int[]? Padding = null, int[]? Dilation = null, bool CeilMode = false)
    : LayerSpecification
{
    internal override Module Build() => new MaxPool1d(Single.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Stride is null ? null : Single.From(Stride, nameof(Stride)),
        Padding = Single.From(Padding, nameof(Padding), 0),
        Dilation = Single.From(Dilation, nameof(Dilation), 1),
        CeilMode = CeilMode,
    });
}

internal sealed record AvgPool1dSpecification(
    [property: JsonRequired] int[] KernelSize, int[]? Stride = null, int[]? Padding = null, bool CeilMode = false,
    bool CountIncludePad = true) : LayerSpecification
{
    internal override Module Build() => new AvgPool1d(Single.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Stride is null ? null : Single.From(Stride, nameof(Stride)),
        Padding = Single.From(Padding, nameof(Padding), 0),
        CeilMode = CeilMode,
        CountPadding = CountIncludePad,
    });
}

internal sealed record AvgPool2dSpecification(
    [property: JsonRequired] int[] KernelSize, int[]? Stride = null, int[]? Padding = null, bool CeilMode = false,
    bool CountIncludePad = true) : LayerSpecification
{
    internal override Module Build() => new AvgPool2d(Pair.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Stride is null ? null : Pair.From(Stride, nameof(Stride)),
        Padding = Pair.From(Padding, nameof(Padding), 0),
        CeilMode = CeilMode,
        CountPadding = CountIncludePad,
    });
}

internal sealed record AdaptiveAvgPool1dSpecification([property: JsonRequired] int[] OutputSize) : LayerSpecification
{
    internal override Module Build() => new AdaptiveAvgPool1d(Single.From(OutputSize, nameof(OutputSize)));
}

internal sealed record AdaptiveAvgPool2dSpecification([property: JsonRequired] int[] OutputSize) : LayerSpecification
{
    internal override Module Build() => new AdaptiveAvgPool2d(Pair.From(OutputSize, nameof(OutputSize)));
}
