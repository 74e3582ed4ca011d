using Tutti.Communication.Launching;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Fits the models of an ensemble on many workers at once: threads, processes or MPI ranks. Whoever is free takes the next task, so
/// different models keep all workers busy; the outcomes have the same bits for any number and kind of workers. Nothing is sent: processes
/// read the samples from a file and leave models and predictions in files of one folder, which all workers must see. Thread-safe.
/// </summary>
public sealed class WorkerTrainer : IMemberTrainer
{
    private readonly DistributorOptions workers;
    private readonly string? parent;
    private readonly int? computeThreads;

    /// <summary>Makes a trainer; workers are started for each training.</summary>
    /// <param name="workers">How many workers, and what they are. Null, the default: a thread a core.</param>
    /// <param name="folder">
    /// Where a folder is made for the time of a training; workers on other machines must see it. Null, the default: the system's temporary
    /// folder.
    /// </param>
    /// <param name="computeThreads">How many threads of a worker compute one operation, at least 1; no influence on results. Null, the
    /// default: the machine's cores divided by its workers.</param>
    public WorkerTrainer(DistributorOptions? workers = null, string? folder = null, int? computeThreads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(computeThreads ?? 1, 1, nameof(computeThreads));
        (this.workers, parent, this.computeThreads) = (workers ?? new DistributorOptions(), folder, computeThreads);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A recipe is not one of Tutti's, and the workers are no threads.</exception>
    /// <exception cref="RemoteWorkerException">A task failed in another process.</exception>
    public async Task<IReadOnlyList<MemberOutcome>> TrainAsync(
        ISampleSource data, int classCount, IReadOnlyList<MemberTask> tasks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) return [];
        var folder = parent is null ? Directory.CreateTempSubdirectory("tutti-members-").FullName
            : Directory.CreateDirectory(Path.Combine(parent, $"members-{Guid.NewGuid():N}")).FullName;
        try
        {
            var job = new MemberJob { Folder = folder, ClassCount = classCount, Tasks = tasks, ComputeThreads = computeThreads };
            if (workers.Isolation == Isolation.Thread) job = job with { Data = data };
            else SampleFile.Write(job.DataPath, data);
            var reports = await Distributor.RunAsync(workers, WorkerTasks.Run, job, cancellation).ConfigureAwait(false);
            return Collect(job, reports);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MemberOutcome[] Collect(MemberJob job, IReadOnlyList<MemberReport[]> reports)
    {
        var outcomes = new MemberOutcome[job.Tasks.Count];
        for (var worker = 0; worker < reports.Count; worker++)
            foreach (var report in reports[worker])
            {
                var task = job.Tasks[report.Task];
                outcomes[report.Task] = new MemberOutcome(
                    task, SampleFile.ReadNumbers(job.PredictionsPath(report.Task)), task.KeepsModel ? Classifiers.Load(job.ModelPath(report.Task)) : null)
                {
                    FitTime = report.FitTime, PredictTime = report.PredictTime, Worker = worker,
                };
            }
        return outcomes;
    }
}
