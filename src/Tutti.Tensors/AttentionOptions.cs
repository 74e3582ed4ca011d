using Tutti.Tensors.Random;

namespace Tutti.Tensors;

/// <summary>Options of <see cref="Tensor.ScaledDotProductAttention"/>.</summary>
public sealed record AttentionOptions
{
    /// <summary>
    /// Int64 numbers that broadcast to <c>[…, L, S]</c>: 1 where a query may attend to a key, 0 where not. Null (the default): everywhere.
    /// </summary>
    public Tensor? Mask { get; init; }

    /// <summary>Whether query i sees only keys 0 … i. Together with a mask, both must allow it. Default false.</summary>
    public bool IsCausal { get; init; }

    /// <summary>The factor of the scores; null (the default): 1/√E.</summary>
    public double? Scale { get; init; }

    /// <summary>The share of attention weights that is set to zero, the others divided by 1 − p; 0 ≤ p ≤ 1. Default 0: none.</summary>
    public double DropoutProbability { get; init; }

    /// <summary>Where dropout's random numbers come from; its position does not matter. Used only with a dropout probability.</summary>
    public CounterRandom DropoutStream { get; init; }
}
