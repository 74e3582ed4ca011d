using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Classifiers of sequences by attention.</summary>
internal static class TransformerPresets
{
    private const int Width = 64, Heads = 4, FeedForward = 128, LayerCount = 2;

    internal static IReadOnlyList<ModelPreset> All { get; } =
        [new("transformer", ModelTask.Classification, (input, classes) => Transformer(input, classes))];

    // Samples [T] are T steps of one number, [T, F] T steps of F; images [C, H, W] are C · H rows of W.
    private static LayerSpecification[] Transformer(Shape sample, int classes)
    {
        if (sample.Rank is < 1 or > 3 || sample.ElementCount == 0)
            throw new ArgumentException($"Model: the samples are no sequences. Got {sample}. " +
                "Expected [T], [T, F] or [C, H, W]. Choose 'mlp', which takes any shape.");
        LayerSpecification[] arrange = sample.Rank switch
        {
            1 => [new UnflattenSpecification(1, [sample[0], 1])],
            2 => [],
            _ => [new FlattenSpecification(1, 2)],
        };
        var (steps, features) = sample.Rank switch
        {
            1 => (sample[0], 1),
            2 => (sample[0], sample[1]),
            _ => (sample[0] * sample[1], sample[2]),
        };
        var layer = new TransformerEncoderLayerSpecification(
            Width, Heads, BatchFirst: true, FeedForward, Dropout: 0, Activation: "gelu", NormFirst: true);
        return
        [
            .. arrange,
            new LinearSpecification(features, Width), new PositionEmbeddingSpecification(steps, Width),
            .. Enumerable.Repeat(layer, LayerCount),
            new MeanSpecification(1), new LinearSpecification(Width, classes),
        ];
    }
}
