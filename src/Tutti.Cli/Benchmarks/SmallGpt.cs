using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Cli.Benchmarks;

// B batch, T time, D model width

/// <summary>
/// A small language model, written as a user of the library would: the peers' GPT, layer for layer. Input: Int64 tokens [B, T]; output:
/// logits [B · T, vocabulary] for the token after each.
/// </summary>
internal sealed class SmallGpt : Module
{
    internal const int Vocabulary = 65, Time = 64;

    private const int LayerCount = 4, Width = 128, Heads = 4;

    private readonly Embedding tokens, positions;
    private readonly List<Block> blocks = [];
    private readonly LayerNorm norm;
    private readonly Linear head;
    private readonly Tensor places = Tensor.From([.. Enumerable.Range(0, Time).Select(place => (long)place)], [Time]).Keep();

    internal SmallGpt()
    {
        tokens = Add("te", new Embedding(Vocabulary, Width));
        positions = Add("pe", new Embedding(Time, Width));
        for (var layer = 0; layer < LayerCount; layer++) blocks.Add(Add($"b{layer}", new Block(Width, Heads)));
        norm = Add("n", new LayerNorm([Width]));
        head = Add("o", new Linear(Width, Vocabulary, bias: false));
    }

    public override Tensor Forward(Tensor input)
    {
        var x_BTD = tokens.Forward(input) + positions.Forward(places);
        foreach (var block in blocks) x_BTD = block.Forward(x_BTD);
        return head.Forward(norm.Forward(x_BTD)).Reshape([input.ElementCount, Vocabulary]);
    }

    /// <summary>Causal self-attention, then two linear layers with a GELU between, each added to its input.</summary>
    private sealed class Block : Module
    {
        private readonly LayerNorm beforeAttention, beforeLinear;
        private readonly MultiHeadAttention attention;
        private readonly Linear first, second;

        internal Block(int width, int heads)
        {
            beforeAttention = Add("n1", new LayerNorm([width]));
            beforeLinear = Add("n2", new LayerNorm([width]));
            attention = Add("attention", new MultiHeadAttention(width, heads));
            first = Add("f1", new Linear(width, 4 * width));
            second = Add("f2", new Linear(4 * width, width));
        }

        public override Tensor Forward(Tensor input)
        {
            var x_BTD = input + attention.Forward(beforeAttention.Forward(input), isCausal: true);
            return x_BTD + second.Forward(first.Forward(beforeLinear.Forward(x_BTD)).Gelu());
        }
    }
}
