using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Verification.Operations;

/// <summary>What transformers are made of.</summary>
internal static class Transformers
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["gelu"] = (inputs, attributes) => [inputs[0].Gelu(Form(attributes.Text("approximate")))],
        ["layer_norm"] = (inputs, attributes) =>
        {
            var (shape, epsilon) = (Shape.Create(attributes.WholeList("normalized_shape")), attributes.Number("eps"));
            var isAffine = attributes.Flag("elementwise_affine");
            return [inputs[0].LayerNorm(shape, isAffine ? inputs[1] : null, isAffine ? inputs[2] : null, epsilon)];
        },
        ["embedding"] = (inputs, attributes) => [inputs[0].Embedding(inputs[1], attributes.WholeOrNull("padding_idx"))],
        ["dropout"] = (inputs, attributes) =>
        {
            var (probability, isTraining) = (attributes.Number("p"), attributes.Flag("training"));
            // What is dropped at random cannot be compared.
            if (isTraining && probability > 0) throw new UnsupportedCaseException("dropout that drops");
            return [inputs[0].Dropout(probability, new CounterRandom(0, RandomPurpose.Dropout), isTraining)];
        },
        ["scaled_dot_product_attention"] = (inputs, attributes) =>
        [
            inputs[0].ScaledDotProductAttention(inputs[1], inputs[2], new AttentionOptions
            {
                IsCausal = attributes.Flag("is_causal"),
                Scale = attributes.NumberOrNull("scale"),
                Mask = attributes.Flag("has_mask") ? inputs[3] : null,
            }),
        ],
        ["multi_head_attention"] = MultiHeadAttention,
    };

    private static Tensor[] MultiHeadAttention(Tensor[] inputs, GoldenAttributes attributes)
    {
        var (hasBias, hasPadding) = (attributes.Flag("bias"), attributes.Flag("has_key_padding_mask"));
        if (attributes.Whole("embed_dim") != inputs[0].Shape[-1])
            throw new UnsupportedCaseException("an embed_dim other than the query's width");
        var result = Tensor.MultiHeadAttention(inputs[0], inputs[1], inputs[2],
            new MultiHeadAttentionWeights(inputs[3], hasBias ? inputs[5] : null, inputs[4], hasBias ? inputs[6] : null),
            new MultiHeadAttentionOptions
            {
                HeadCount = attributes.Whole("num_heads"),
                IsCausal = attributes.Flag("is_causal"),
                BatchFirst = attributes.Flag("batch_first"),
                KeyPaddingMask = hasPadding ? inputs[hasBias ? 7 : 5] : null,
                NeedsWeights = true,
            });
        return [result.Output, result.Weights!];
    }

    private static GeluForm Form(string approximate) => approximate switch
    {
        "none" => GeluForm.Exact,
        "tanh" => GeluForm.Tanh,
        var other => throw new UnsupportedCaseException($"GELU approximated by '{other}'"),
    };
}
