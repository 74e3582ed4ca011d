using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers that normalise over the batch.</summary>
internal static class NormalizationLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("BatchNorm1d", typeof(BatchNorm1dSpecification)),
        new("BatchNorm2d", typeof(BatchNorm2dSpecification)),
    ];
}

/// <summary>The fields of both.</summary>
internal abstract record BatchNormSpecification : LayerSpecification
{
    [JsonRequired]
    public int NumFeatures { get; init; }

    public double Eps { get; init; } = 1e-5;

    // Null has a meaning of its own, so it is written too.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Momentum { get; init; } = 0.1;

    public bool Affine { get; init; } = true;

    public bool TrackRunningStats { get; init; } = true;

    private protected BatchNormOptions Options() =>
        new() { Epsilon = Eps, Momentum = Momentum, Affine = Affine, TrackRunningStatistics = TrackRunningStats };
}

internal sealed record BatchNorm1dSpecification : BatchNormSpecification
{
    internal override Module Build() => new BatchNorm1d(NumFeatures, Options());
}

internal sealed record BatchNorm2dSpecification : BatchNormSpecification
{
    internal override Module Build() => new BatchNorm2d(NumFeatures, Options());
}
