using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>Who fits the models of an ensemble: this process, one after the other, or many workers at once.</summary>
public interface IMemberTrainer
{
    /// <summary>Does all tasks. The outcomes have the same bits whoever does them, and in whatever order.</summary>
    /// <param name="data">The samples that rows are of; targets are class numbers.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="tasks">The tasks; the first ones are begun first, so those that take longest should stand in front.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The outcomes, in the order of the tasks.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="Exception">What the first failing task threw.</exception>
    Task<IReadOnlyList<MemberOutcome>> TrainAsync(
        ISampleSource data, int classCount, IReadOnlyList<MemberTask> tasks, CancellationToken cancellation = default);
}
