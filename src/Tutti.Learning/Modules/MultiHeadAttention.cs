using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Several attentions side by side: see <see cref="Tensor.MultiHeadAttention"/>. Parameters <c>in_proj_weight</c> <c>[3 E, E]</c>, uniform
/// in ±√(6 / 4E) (Glorot and Bengio 2010), <c>in_proj_bias</c> <c>[3 E]</c>, zeros, <c>out_proj.weight</c> <c>[E, E]</c>, uniform in
/// ±1/√E, and <c>out_proj.bias</c> <c>[E]</c>, zeros: as PyTorch starts.
/// </summary>
public sealed class MultiHeadAttention : Module
{
    private readonly MultiHeadAttentionWeights weights;
    private readonly MultiHeadAttentionOptions options;

    /// <summary>Makes the layer.</summary>
    /// <param name="width">E, at least 1.</param>
    /// <param name="headCount">A divisor of the width.</param>
    /// <param name="dropout">The share of attention weights dropped while training, 0 ≤ p ≤ 1. Default 0.</param>
    /// <param name="bias">Whether the projections have a bias. Default true.</param>
    /// <param name="batchFirst">Whether inputs are <c>[batch, time, width]</c> (the default), else <c>[time, batch, width]</c>.</param>
    /// <exception cref="ArgumentException">A size is less than 1, the heads do not divide the width, or no probability.</exception>
    public MultiHeadAttention(int width, int headCount, double dropout = 0, bool bias = true, bool batchFirst = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        if (width % headCount != 0)
            throw new ArgumentException(
                $"MultiHeadAttention: the heads do not divide the width. Got {headCount} heads for width {width}. Expected a divisor.");
        options = new()
        {
            HeadCount = headCount, BatchFirst = batchFirst, DropoutProbability = Dropout.CheckProbability(dropout, nameof(dropout)),
        };
        var bound = (float)Math.Sqrt(6.0 / (4.0 * width));
        var inWeight = AddParameter("in_proj_weight", [3 * width, width], Initializer.Uniform(-bound, bound));
        var inBias = bias ? AddParameter("in_proj_bias", [3 * width], Initializer.Zeros) : null;
        var output = Add("out_proj", new OutputProjection(width, bias));
        weights = new(inWeight, inBias, output.Weight, output.Bias);
    }

    /// <summary>Attention of a sequence to itself.</summary>
    /// <param name="input">Queries, keys and values in one.</param>
    /// <returns>Shaped like the input.</returns>
    public override Tensor Forward(Tensor input) => Forward(input, isCausal: false);

    /// <summary>Attention of a sequence to itself.</summary>
    /// <param name="input">Queries, keys and values in one.</param>
    /// <param name="isCausal">Whether each position sees only itself and those before it.</param>
    /// <returns>Shaped like the input.</returns>
    /// <exception cref="InvalidOperationException">In training mode with dropout, outside of a <see cref="ForwardRandomness"/>.</exception>
    public Tensor Forward(Tensor input, bool isCausal) => Forward(input, input, input, isCausal).Output;

    /// <summary>Attention of one sequence to another.</summary>
    /// <param name="query">What asks.</param>
    /// <param name="key">What is asked.</param>
    /// <param name="value">What it answers, shaped like the key.</param>
    /// <param name="isCausal">Whether query i sees only keys 0 … i.</param>
    /// <param name="keyPaddingMask">Int64 <c>[batch, keys]</c>: 1 for keys that nobody attends to; null for none.</param>
    /// <param name="needsWeights">Whether the attention weights, averaged over the heads, are wanted.</param>
    /// <returns>The output, shaped like the query, and the weights if wanted.</returns>
    public MultiHeadAttentionResult Forward(Tensor query, Tensor key, Tensor value, bool isCausal = false, Tensor? keyPaddingMask = null,
        bool needsWeights = false)
    {
        EnsureInitialized();
        var drops = IsTraining && options.DropoutProbability > 0;
        return Tensor.MultiHeadAttention(query, key, value, weights, options with
        {
            IsCausal = isCausal, KeyPaddingMask = keyPaddingMask, NeedsWeights = needsWeights,
            DropoutProbability = drops ? options.DropoutProbability : 0,
            DropoutStream = drops ? ForwardRandomness.Next(nameof(MultiHeadAttention)) : default,
        });
    }

    /// <summary>Holds the parameters of the last product.</summary>
    private sealed class OutputProjection : Module
    {
        internal OutputProjection(int width, bool bias)
        {
            Weight = AddParameter("weight", [width, width], Initializer.FanIn(width));
            if (bias) Bias = AddParameter("bias", [width], Initializer.Zeros);
        }

        internal Tensor Weight { get; }

        internal Tensor? Bias { get; }

        public override Tensor Forward(Tensor input)
        {
            EnsureInitialized();
            return input.Linear(Weight, Bias);
        }
    }
}
