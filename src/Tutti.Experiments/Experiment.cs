using Tutti.Experiments.Reports;

namespace Tutti.Experiments;

/// <summary>
/// A recipe that measures something and leaves a report. Stateless: one instance may run several times, but measurements that overlap
/// disturb
/// each other. Listed in <see cref="ExperimentRegistry"/>, run by <see cref="ExperimentRunner"/>.
/// </summary>
public abstract class Experiment
{
    /// <summary>What it is called on the command line: small letters and hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>
    /// Runs it. What cannot be begun is refused before anything is measured; nothing but <see cref="ExperimentContext.Folder"/> is
    /// written to.
    /// </summary>
    /// <param name="context">The options, a folder of its own, and who is told how far it is.</param>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ExperimentInputException">An option is out of range, or the data is not to be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default);
}
