using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Gelu = new("gelu", TransformerRules.Gelu);
    internal static readonly Primitive LayerNorm = new("layer_norm", LayerNormRules.LayerNorm);
    internal static readonly Primitive Embedding = new("embedding", TransformerRules.Embedding);
    internal static readonly Primitive Dropout = new("dropout", TransformerRules.Dropout);
    internal static readonly Primitive ScaledDotProductAttention =
        new("scaled_dot_product_attention", AttentionRules.ScaledDotProductAttention);
    internal static readonly Primitive PackedAttention = new("packed_attention", AttentionRules.PackedAttention);
    internal static readonly Primitive LinearRows = new("linear_rows", AttentionRules.LinearRows);
}
