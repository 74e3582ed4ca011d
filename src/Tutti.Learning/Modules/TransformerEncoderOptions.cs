namespace Tutti.Learning.Modules;

/// <summary>Options of <see cref="TransformerEncoderLayer"/>.</summary>
public sealed record TransformerEncoderOptions
{
    /// <summary>The width between the two linear layers, at least 1. Default 2048.</summary>
    public int FeedForwardWidth { get; init; } = 2048;

    /// <summary>The share dropped while training: of attention weights, after the activation, and of what is added; 0 ≤ p ≤ 1. Default
    /// 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Default ReLU.</summary>
    public TransformerActivation Activation { get; init; }

    /// <summary>The epsilon of both normalisations, at least 0. Default 1e-5.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether inputs are <c>[batch, time, width]</c> (the default), else <c>[time, batch, width]</c>.</summary>
    public bool BatchFirst { get; init; } = true;

    /// <summary>Whether what goes into attention and feed-forward is normalised, rather than the sum after them. Default false.</summary>
    public bool NormFirst { get; init; }

    /// <summary>Whether linear layers, projections and normalisations have a bias. Default true.</summary>
    public bool Bias { get; init; } = true;
}
