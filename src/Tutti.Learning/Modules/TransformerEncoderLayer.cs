using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Self-attention and a feed-forward part, each with a residual connection and a normalisation (Vaswani et al. 2017). Input and output
/// <c>[batch, time, width]</c>. With f = linear2(dropout(activation(linear1(x)))), normalising last:
/// x = norm1(x + dropout(attention(x))), x = norm2(x + dropout(f(x))); normalising first (Xiong et al. 2020):
/// x = x + dropout(attention(norm1(x))), x = x + dropout(f(norm2(x))). Parameters as PyTorch's: <c>self_attn.…</c> (see
/// <see cref="MultiHeadAttention"/>), <c>linear1.…</c>, <c>linear2.…</c>, <c>norm1.…</c>, <c>norm2.…</c>.
/// </summary>
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiHeadAttention attention;
    private readonly Linear first, second;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout;
    private readonly TransformerEncoderOptions options;

    /// <summary>Makes the layer.</summary>
    /// <param name="width">The model's width, at least 1.</param>
    /// <param name="headCount">A divisor of the width.</param>
    /// <param name="options">Feed-forward width, dropout, activation, order; null for the defaults.</param>
    /// <exception cref="ArgumentException">A size or an option is out of range, or the heads do not divide the width.</exception>
    public TransformerEncoderLayer(int width, int headCount, TransformerEncoderOptions? options = null)
    {
        this.options = options ??= new();
        attention = Add("self_attn", new MultiHeadAttention(width, headCount, options.Dropout, options.Bias, options.BatchFirst));
        first = Add("linear1", new Linear(width, options.FeedForwardWidth, options.Bias));
        second = Add("linear2", new Linear(options.FeedForwardWidth, width, options.Bias));
        norm1 = Add("norm1", new LayerNorm([width], options.LayerNormEpsilon, bias: options.Bias));
        norm2 = Add("norm2", new LayerNorm([width], options.LayerNormEpsilon, bias: options.Bias));
        dropout = Add("dropout", new Dropout(options.Dropout));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, isCausal: false);

    /// <summary>Computes the layer.</summary>
    /// <param name="input">A batch of sequences.</param>
    /// <param name="isCausal">Whether each position sees only itself and those before it.</param>
    /// <param name="keyPaddingMask">Int64 <c>[batch, time]</c>: 1 for positions that nobody attends to; null for none.</param>
    /// <returns>Shaped like the input.</returns>
    /// <exception cref="InvalidOperationException">In training mode with dropout, outside of a <see cref="ForwardRandomness"/>.</exception>
    public Tensor Forward(Tensor input, bool isCausal, Tensor? keyPaddingMask = null)
    {
        if (options.NormFirst)
        {
            input += Attend(norm1.Forward(input), isCausal, keyPaddingMask);
            return input + FeedForward(norm2.Forward(input));
        }
        input = norm1.Forward(input + Attend(input, isCausal, keyPaddingMask));
        return norm2.Forward(input + FeedForward(input));
    }

    private Tensor Attend(Tensor input, bool isCausal, Tensor? keyPaddingMask) =>
        dropout.Forward(attention.Forward(input, input, input, isCausal, keyPaddingMask).Output);

    private Tensor FeedForward(Tensor input)
    {
        var inner = options.Activation == TransformerActivation.Relu
            ? ((IFusesRelu)first).ForwardWithRelu(input)
            : first.Forward(input).Gelu();
        return dropout.Forward(second.Forward(dropout.Forward(inner)));
    }
}
