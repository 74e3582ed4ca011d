namespace Tutti.Learning.Modules;

/// <summary>How <see cref="LSTM"/> and <see cref="GRU"/> are built.</summary>
public sealed record RecurrentOptions
{
    /// <summary>How many layers stand on each other, each reading the states of the one before; at least 1, the default.</summary>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether each layer has its two biases; by default true.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// Whether input and output are <c>[batch, time, …]</c>; by default, as in PyTorch, they are <c>[time, batch, …]</c>. States are never
    /// affected.
    /// </summary>
    public bool BatchFirst { get; init; }
}
