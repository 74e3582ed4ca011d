using Tutti.Tensors.Random;

namespace Tutti.Tensors;

/// <summary>Options of <see cref="Tensor.MultiHeadAttention"/>.</summary>
public sealed record MultiHeadAttentionOptions
{
    /// <summary>The number of heads, a divisor of the model's width.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Int64 <c>[B, S]</c>: 1 where a key is padding that nobody attends to, else 0. Null (the default): there is none.</summary>
    public Tensor? KeyPaddingMask { get; init; }

    /// <summary>Whether query i sees only keys 0 … i. Default false.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Whether inputs and output are <c>[batch, time, width]</c>, else <c>[time, batch, width]</c>. Default true.</summary>
    public bool BatchFirst { get; init; } = true;

    /// <summary>Whether the attention weights are wanted too, which costs memory for them. Default false.</summary>
    public bool NeedsWeights { get; init; }

    /// <summary>The share of attention weights that is dropped, 0 ≤ p ≤ 1. Default 0.</summary>
    public double DropoutProbability { get; init; }

    /// <summary>Where dropout's random numbers come from. Used only with a dropout probability.</summary>
    public CounterRandom DropoutStream { get; init; }
}
