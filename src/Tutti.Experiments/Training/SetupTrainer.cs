using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tutti.Communication.Launching;
using Tutti.Learning.Data;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Experiments.Training;

/// <summary>Does trainings, whoever the workers are, and leaves the record of each among the experiment's runs. One call at a
/// time.</summary>
internal sealed class SetupTrainer(ExperimentContext context)
{
    // How long a rank may wait for another that loads or computes; a lost process is noticed long before.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Trains once for each of the task's seeds.</summary>
    /// <param name="setup">Who.</param>
    /// <param name="modelName">What the model is called in the record.</param>
    /// <param name="task">What.</param>
    /// <param name="data">The samples: threads use them as they are, others read the task's file.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What rank 0 measured for each seed, and the time of everything: start of the workers, loading, warm-up, trainings,
    /// evaluation.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task<(IReadOnlyList<TrainingOutcome> Outcomes, TimeSpan Elapsed)> RunAsync(
        WorkerSetup setup, string modelName, TrainingTask task, ClassificationSplits data, CancellationToken cancellation)
    {
        var runs = new List<RunFolder>();
        try
        {
            foreach (var seed in task.Seeds) runs.Add(RunFolder.Create(context.RunFolder, Describe(setup, modelName, task, seed, data)));
            return await RunAsync(setup, task with { Data = data }, runs, cancellation).ConfigureAwait(false);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    private static async Task<(IReadOnlyList<TrainingOutcome> Outcomes, TimeSpan Elapsed)> RunAsync(
        WorkerSetup setup, TrainingTask task, List<RunFolder> runs, CancellationToken cancellation)
    {
        try
        {
            var clock = Stopwatch.GetTimestamp();
            var outcomes = await Distributor.RunAsync(
                new DistributorOptions { Workers = setup.WorkerCount, Isolation = setup.Isolation, Timeout = LongestWait, Name = "experiment" },
                TrainingWork.Run, task, cancellation).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(clock);
            for (var index = 0; index < runs.Count; index++) Record(runs[index], outcomes[0][index], task.Data!.Train.Count);
            return (outcomes[0], elapsed);
        }
        catch (Exception end) when (end is OperationCanceledException || cancellation.IsCancellationRequested)
        {
            // Ctrl-C goes to the workers too, and one that it ends is not why the job ended.
            foreach (var run in runs) run.Cancel();
            throw new OperationCanceledException(end.Message, end, cancellation);
        }
        catch (Exception failure)
        {
            foreach (var run in runs) run.Fail(failure.Message);
            throw;
        }
    }

    private RunStart Describe(WorkerSetup setup, string modelName, TrainingTask task, ulong seed, ClassificationSplits data) => new()
    {
        Model = modelName,
        ModelSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(task.Model))),
        InitialSha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(task.InitialPath))),
        CommandLine = context.Options.CommandLine,
        Kernels = $"{ComputeKernels.Name} ({ComputeKernels.Reason})",
        Seed = seed,
        Options = new Dictionary<string, string>
        {
            ["setup"] = setup.Name, ["data"] = task.DataPath, ["initial"] = task.InitialPath, ["optimizer"] = "adam",
            ["learningRate"] = task.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["epochs"] = task.EpochCount.ToString(CultureInfo.InvariantCulture),
            ["batchSize"] = task.BatchSize.ToString(CultureInfo.InvariantCulture),
        },
        Data = RunData.Of(data),
        Workers = new RunWorkers(setup.WorkerCount, WorkerSetup.NameOf(setup.Isolation), 1, setup.ShardCount, "data-parallel"),
    };

    private static void Record(RunFolder run, TrainingOutcome outcome, int sampleCount)
    {
        var epochs = outcome.EpochSeconds.Select((seconds, epoch) => (MetricsRecord)new EpochMetrics(
            DateTimeOffset.UtcNow, epoch, outcome.EpochLosses[epoch], TestLoss: null,
            epoch == outcome.EpochSeconds.Length - 1 ? outcome.TestAccuracy : null, seconds, sampleCount / seconds));
        run.AppendMetrics([.. epochs]);
        var samples = (long)sampleCount * outcome.EpochSeconds.Length;
        run.Finish(new RunSummary(
            outcome.EpochSeconds.Length, samples, outcome.TotalSeconds, samples / outcome.TotalSeconds, outcome.EpochLosses[^1], outcome.TestAccuracy,
            outcome.WeightsSha256));
    }
}
