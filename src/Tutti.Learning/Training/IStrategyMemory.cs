namespace Tutti.Learning.Training;

/// <summary>
/// What a strategy remembers from step to step besides the model, for instance what compression still owes. Its parts belong to the training,
/// not to ranks, so that a training state holds them and another number of workers goes on with them. Any rank may have any part; rank 0
/// writes states. Not thread-safe.
/// </summary>
public interface IStrategyMemory
{
    /// <summary>What the memory is of, for instance <c>top-k:0.01</c>; only a strategy with the same name can go on with it.</summary>
    string Name { get; }

    /// <summary>All parts, the same in the same order on every rank.</summary>
    IReadOnlyList<StrategyMemoryPart> Parts { get; }

    /// <summary>Gives rank 0 a part. Collective; between steps.</summary>
    /// <param name="index">Index into <see cref="Parts"/>.</param>
    /// <returns>On rank 0 the part's values, valid until the next call; elsewhere nothing.</returns>
    ReadOnlySpan<float> Join(int index);

    /// <summary>Takes a part over from a state, if this rank has it. Not collective: every rank reads the state.</summary>
    /// <param name="index">Index into <see cref="Parts"/>.</param>
    /// <param name="kept">As many values as the part has, finite; copied.</param>
    void Restore(int index, ReadOnlySpan<float> kept);
}
