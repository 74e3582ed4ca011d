using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>Fits one model after the other in this process, on the calling thread. Stateless.</summary>
/// <param name="computeThreads">How many threads compute one operation, at least 1; no influence on results. Null, the default: the
/// machine's cores.</param>
public sealed class SequentialTrainer(int? computeThreads = null) : IMemberTrainer
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberOutcome>> TrainAsync(
        ISampleSource data, int classCount, IReadOnlyList<MemberTask> tasks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var outcomes = new List<MemberOutcome>();
        foreach (var task in tasks)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = MemberOutcome.Of(task, data, classCount, computeThreads, cancellation);
            outcomes.Add(task.KeepsModel ? outcome : outcome with { Model = null });
        }
        return Task.FromResult<IReadOnlyList<MemberOutcome>>(outcomes);
    }
}
