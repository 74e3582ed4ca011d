using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers that any network may have.</summary>
internal static class BasicLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("Linear", typeof(LinearSpecification)),
        new("ReLU", typeof(ReluSpecification)),
        new("Tanh", typeof(TanhSpecification)),
        new("Sigmoid", typeof(SigmoidSpecification)),
        new("Flatten", typeof(FlattenSpecification)),
        new("Mean", typeof(MeanSpecification)),
        new("Unflatten", typeof(UnflattenSpecification)),
    ];
}

internal sealed record LinearSpecification(
    [property: JsonRequired] int InFeatures, [property: JsonRequired] int OutFeatures, bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new Linear(InFeatures, OutFeatures, Bias);
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

internal sealed record MeanSpecification([property: JsonRequired] int Dim) : LayerSpecification
{
    internal override Module Build() => new Mean(Dim);
}

internal sealed record UnflattenSpecification(
    [property: JsonRequired] int Dim, [property: JsonRequired] int[] UnflattenedSize) : LayerSpecification
{
    internal override Module Build() => new Unflatten(Dim, UnflattenedSize);
}
