using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Layers that go through sequences step by step, and what stands between them.</summary>
internal static class RecurrentLayers
{
    internal static IReadOnlyList<LayerType> Types { get; } =
    [
        new("LSTM", typeof(LstmSpecification)),
        new("GRU", typeof(GruSpecification)),
        new("RepeatVector", typeof(RepeatVectorSpecification)),
    ];

    internal static RecurrentOptions Options(string layer, int layers, bool bias, bool batchFirst, double dropout, bool bidirectional)
    {
        if (bidirectional)
            throw new ArgumentException($"{layer}: a second direction is not offered. Got bidirectional true. Expected false.");
        if (dropout != 0)
            throw new ArgumentException($"{layer}: dropout between the layers is not offered. Got {dropout}. Expected 0. " +
                $"Write {layer} layers with num_layers 1 and Dropout between them.");
        return new() { LayerCount = layers, Bias = bias, BatchFirst = batchFirst };
    }
}

internal sealed record LstmSpecification(
    [property: JsonRequired] int InputSize, [property: JsonRequired] int HiddenSize, int NumLayers = 1, bool Bias = true,
    bool BatchFirst = false, double Dropout = 0, bool Bidirectional = false) : LayerSpecification
{
    internal override Module Build() =>
        new LSTM(InputSize, HiddenSize, RecurrentLayers.Options("LSTM", NumLayers, Bias, BatchFirst, Dropout, Bidirectional));
}

internal sealed record GruSpecification(
    [property: JsonRequired] int InputSize, [property: JsonRequired] int HiddenSize, int NumLayers = 1, bool Bias = true,
    bool BatchFirst = false, double Dropout = 0, bool Bidirectional = false) : LayerSpecification
{
    internal override Module Build() =>
        new GRU(InputSize, HiddenSize, RecurrentLayers.Options("GRU", NumLayers, Bias, BatchFirst, Dropout, Bidirectional));
}

/// <summary>Keras' layer of this name; <c>n</c> is the number of steps.</summary>
internal sealed record RepeatVectorSpecification([property: JsonRequired] int N) : LayerSpecification
{
    internal override Module Build() => new RepeatVector(N);
}
