using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Training;

/// <summary>Tensors of a training state that several ranks have parts of. Not thread-safe.</summary>
internal interface IDividedTensors
{
    /// <summary>
    /// What a state has of them now: single precision, the same in the same order on every rank and for any number of ranks.
    /// </summary>
    IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Puts one of them together on rank 0. Collective.</summary>
    /// <param name="index">Index into <see cref="Entries"/>.</param>
    /// <returns>On rank 0 its values, valid until the next call; elsewhere nothing.</returns>
    ReadOnlySpan<float> Join(int index);
}
