using System.Text.Json.Serialization;
using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>
/// One layer of a model file: a type and its fields, named as in PyTorch's modules. Every field is written out; unknown ones are refused.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LinearSpecification), "Linear")]
[JsonDerivedType(typeof(Conv2dSpecification), "Conv2d")]
[JsonDerivedType(typeof(MaxPool2dSpecification), "MaxPool2d")]
[JsonDerivedType(typeof(ReluSpecification), "ReLU")]
[JsonDerivedType(typeof(TanhSpecification), "Tanh")]
[JsonDerivedType(typeof(SigmoidSpecification), "Sigmoid")]
[JsonDerivedType(typeof(FlattenSpecification), "Flatten")]
internal abstract record LayerSpecification
{
    /// <summary>Makes the module; its parameters have no values yet.</summary>
    internal abstract Module Build();
}

internal sealed record LinearSpecification(
    [property: JsonRequired] int InFeatures, [property: JsonRequired] int OutFeatures, bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new Linear(InFeatures, OutFeatures, Bias);
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

internal sealed record ReluSpecification : LayerSpecification
{
    internal override Module Build() => new ReLU();
}

internal sealed record TanhSpecification : LayerSpecification
{
    internal override Module Build() => new Tanh();
}

internal sealed record SigmoidSpecification : LayerSpecification
{
    internal override Module Build() => new Sigmoid();
}

internal sealed record FlattenSpecification(int StartDim = 1, int EndDim = -1) : LayerSpecification
{
    internal override Module Build() => new Flatten(StartDim, EndDim);
}

/// <summary>A value for height and one for width, as model files write them: <c>[2, 2]</c>.</summary>
internal static class Pair
{
    internal static Size2d From(int[]? values, string field, int? otherwise = null)
    {
        if (values is null && otherwise is { } value) return value;
        if (values is not { Length: 2 })
            throw new ArgumentException(
                $"Model: {field} needs a value for height and one for width. Got [{string.Join(", ", values ?? [])}]. Expected two numbers, such as [2, 2].");
        return new Size2d(values[0], values[1]);
    }
}
