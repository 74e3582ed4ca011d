using System.Text.Json.Serialization;
using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers for sequences without a memory: what transformers are made of.</summary>
internal static class TransformerLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("Dropout", typeof(DropoutSpecification)),
        new("Embedding", typeof(EmbeddingSpecification)),
        new("GELU", typeof(GeluSpecification)),
        new("LayerNorm", typeof(LayerNormSpecification)),
        new("PositionEmbedding", typeof(PositionEmbeddingSpecification)),
        new("TransformerEncoderLayer", typeof(TransformerEncoderLayerSpecification)),
    ];
}

internal sealed record DropoutSpecification(double P = 0.5) : LayerSpecification
{
    internal override Module Build() => new Dropout(P);
}

internal sealed record EmbeddingSpecification(
    [property: JsonRequired] int NumEmbeddings, [property: JsonRequired] int EmbeddingDim, int? PaddingIdx = null) : LayerSpecification
{
    internal override Module Build() => new Embedding(NumEmbeddings, EmbeddingDim, PaddingIdx);
}

internal sealed record GeluSpecification(string Approximate = "none") : LayerSpecification
{
    internal override Module Build() => new GELU(Approximate switch
    {
        "none" => GeluForm.Exact,
        "tanh" => GeluForm.Tanh,
        _ => throw new ArgumentException(
            $"GELU: unknown approximation. Got '{Approximate}'. {NearestName.Suggest(Approximate, ["none", "tanh"])}"),
    });
}

internal sealed record LayerNormSpecification(
    [property: JsonRequired] int[] NormalizedShape, double Eps = 1e-5, bool ElementwiseAffine = true, bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new LayerNorm(Shape.Create(NormalizedShape), Eps, ElementwiseAffine, Bias);
}

internal sealed record PositionEmbeddingSpecification(
    [property: JsonRequired] int NumPositions, [property: JsonRequired] int EmbeddingDim) : LayerSpecification
{
    internal override Module Build() => new PositionEmbedding(NumPositions, EmbeddingDim);
}

/// <summary>PyTorch's default is time first, Tutti's batch first; so that nobody trains the wrong way round, the field must be
/// there.</summary>
internal sealed record TransformerEncoderLayerSpecification(
    [property: JsonRequired] int DModel, [property: JsonRequired] int Nhead, [property: JsonRequired] bool BatchFirst,
    int DimFeedforward = 2048, double Dropout = 0.1, string Activation = "relu", double LayerNormEps = 1e-5, bool NormFirst = false,
    bool Bias = true) : LayerSpecification
{
    internal override Module Build() => new TransformerEncoderLayer(DModel, Nhead, new()
    {
        FeedForwardWidth = DimFeedforward,
        Dropout = Dropout,
        Activation = Activation switch
        {
            "relu" => TransformerActivation.Relu,
            "gelu" => TransformerActivation.Gelu,
            _ => throw new ArgumentException(
                $"TransformerEncoderLayer: unknown activation. Got '{Activation}'. {NearestName.Suggest(Activation, ["gelu", "relu"])}"),
        },
        LayerNormEpsilon = LayerNormEps,
        BatchFirst = BatchFirst,
        NormFirst = NormFirst,
        Bias = Bias,
    });
}
