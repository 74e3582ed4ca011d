namespace Tutti.Learning.Training;

/// <summary>The workers of a training have changed: some were lost, some have joined or left, and the others went on.</summary>
/// <param name="Epoch">The epoch that is going on, from 1.</param>
/// <param name="Step">How many steps are completed.</param>
/// <param name="Rank">This worker's rank from now on; rank 0 writes the run's files.</param>
/// <param name="WorkersBefore">How many workers there were.</param>
/// <param name="WorkerCount">How many there are now.</param>
/// <param name="Reason">The first cause, in words.</param>
/// <param name="Pause">From when this worker learned of it to when all stood at the same step again.</param>
/// <param name="EndedEpoch">What the epoch gave that has just ended, if no step of the next is done: its weights are still there.</param>
public sealed record WorkersChange(
    int Epoch, long Step, int Rank, int WorkersBefore, int WorkerCount, string Reason, TimeSpan Pause, EpochReport? EndedEpoch);
