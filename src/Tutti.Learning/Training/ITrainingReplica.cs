namespace Tutti.Learning.Training;

/// <summary>
/// One worker's copy of a training, as a strategy hands it from worker to worker: weights and buffers, the optimizer's memory, and where the
/// training stands. Between steps all workers' copies are the same to the bit, so any of them can stand for the others. Not thread-safe.
/// </summary>
public interface ITrainingReplica
{
    /// <summary>
    /// How far it is: completed steps and completed epochs, added up. Of two replicas of a training the one with the larger number has done
    /// all that the other has; those with the same number are the same.
    /// </summary>
    long Progress { get; }

    /// <summary>Everything that another worker needs to be where this one is. Costs a copy of the weights and of the optimizer's memory.</summary>
    /// <returns>Bytes for <see cref="Read"/>.</returns>
    /// <exception cref="InvalidOperationException">They would be more than 2 GB.</exception>
    byte[] Write();

    /// <summary>Goes to where another worker's replica is. Everything is checked before the first value changes.</summary>
    /// <param name="state">What that worker's <see cref="Write"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes are no such state, or another network's.</exception>
    /// <exception cref="InvalidOperationException">The other worker trains with other options; the message says which differ.</exception>
    void Read(ReadOnlySpan<byte> state);
}
