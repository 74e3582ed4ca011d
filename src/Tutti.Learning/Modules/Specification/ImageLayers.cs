using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers that slide windows over images.</summary>
internal static class ImageLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("Conv2d", typeof(Conv2dSpecification)),
        new("MaxPool2d", typeof(MaxPool2dSpecification)),
    ];
}

internal sealed record Conv2dSpecification(
    [property: JsonRequired] int InChannels, [property: JsonRequired] int OutChannels, [property: JsonRequired] int[] KernelSize,
    int[]? Stride = null, int[]? Padding = null, int[]? Dilation = null, int Groups = 1, bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new Conv2d(InChannels, OutChannels, Pair.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Pair.From(Stride, nameof(Stride), 1),
        Padding = Pair.From(Padding, nameof(Padding), 0),
        Dilation = Pair.From(Dilation, nameof(Dilation), 1),
        Groups = Groups,
    }, Bias);
}

internal sealed record MaxPool2dSpecification(
    [property: JsonRequired] int[] KernelSize, int[]? Stride = null, int[]? Padding = null, int[]? Dilation = null, bool CeilMode = false)
    : LayerSpecification
{
    internal override Module Build() => new MaxPool2d(Pair.From(KernelSize, nameof(KernelSize)), new()
    {
        Stride = Stride is null ? null : Pair.From(Stride, nameof(Stride)),
        Padding = Pair.From(Padding, nameof(Padding), 0),
        Dilation = Pair.From(Dilation, nameof(Dilation), 1),
        CeilMode = CeilMode,
    });
}
