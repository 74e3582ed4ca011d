using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
        var (outcomes, elapsed) = await RunAllAsync(setup, modelName, [task], data, cancellation).ConfigureAwait(false);
        return (outcomes[0], elapsed);
    }

    /// <summary>Does several tasks one after the other, which share data and workers: they are started once.</summary>
    /// <returns>For each task what <see cref="RunAsync(WorkerSetup, string, TrainingTask, ClassificationSplits, CancellationToken)"/> gives.</returns>
    internal async Task<(IReadOnlyList<IReadOnlyList<TrainingOutcome>> Outcomes, TimeSpan Elapsed)> RunAllAsync(
        WorkerSetup setup, string modelName, IReadOnlyList<TrainingTask> tasks, ClassificationSplits data, CancellationToken cancellation)
    {
        var runs = new List<RunFolder>();
        try
        {
            foreach (var task in tasks)
                foreach (var seed in task.Seeds) runs.Add(RunFolder.Create(context.RunFolder, Describe(setup, modelName, task, seed, data)));
            return await RunAsync(setup, [.. tasks.Select(task => task with { Data = data })], runs, cancellation).ConfigureAwait(false);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    private static async Task<(IReadOnlyList<IReadOnlyList<TrainingOutcome>> Outcomes, TimeSpan Elapsed)> RunAsync(
        WorkerSetup setup, TrainingTask[] tasks, List<RunFolder> runs, CancellationToken cancellation)
    {
        try
        {
            var clock = Stopwatch.GetTimestamp();
            var outcomes = await Distributor.RunAsync(
                new DistributorOptions
                {
                    Workers = setup.WorkerCount, Isolation = setup.Isolation, Transport = setup.Transport, Timeout = LongestWait, Name = "experiment",
                },
                TrainingWork.Run, tasks, cancellation).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(clock);
            foreach (var (run, outcome) in runs.Zip(outcomes[0].SelectMany(own => own))) Record(run, outcome, tasks[0].Data!.Train.Count);
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
        Options = OptionsOf(setup, task, seed),
        Data = RunData.Of(data),
        Workers = new RunWorkers(setup.WorkerCount, WorkerSetup.NameOf(setup.Isolation), 1, setup.ShardCount, "data-parallel"),
    };

    private static Dictionary<string, string> OptionsOf(WorkerSetup setup, TrainingTask task, ulong seed)
    {
        var options = new Dictionary<string, string>
        {
            ["setup"] = setup.Name, ["data"] = task.DataPath, ["initial"] = task.InitialPath, ["optimizer"] = "adam",
            ["learningRate"] = task.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["epochs"] = task.EpochCount.ToString(CultureInfo.InvariantCulture),
            ["batchSize"] = task.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["compression"] = task.Compression,
        };
        if (task.Averaging is { } averaging) options["averaging"] = $"{averaging}";
        if (task.SlowFactor > 1) options["slowFactor"] = task.SlowFactor.ToString(CultureInfo.InvariantCulture);
        if (task.DrawsWithReplacement) options["draws"] = "with replacement";
        if (task.PartitionOf(seed) is { } recipe)
            (options["partition"], options["partPace"]) = (JsonSerializer.Serialize(recipe, JsonSerializerOptions.Web), $"{task.PartPace}");
        return options;
    }

    private static void Record(RunFolder run, TrainingOutcome outcome, int sampleCount)
    {
        var epochs = outcome.EpochSeconds.Select((seconds, epoch) => (MetricsRecord)new EpochMetrics(
            DateTimeOffset.UtcNow, epoch, outcome.EpochLosses[epoch], TestLoss: null,
            AccuracyAfter(outcome, epoch), seconds, sampleCount / seconds));
        run.AppendMetrics([.. epochs]);
        var samples = (long)sampleCount * outcome.EpochSeconds.Length;
        run.Finish(new RunSummary(
            outcome.EpochSeconds.Length, samples, outcome.TotalSeconds, samples / outcome.TotalSeconds, outcome.EpochLosses[^1], outcome.TestAccuracy,
            outcome.WeightsSha256));
    }

    private static double? AccuracyAfter(TrainingOutcome outcome, int epoch) =>
        epoch == outcome.EpochSeconds.Length - 1 ? outcome.TestAccuracy
        : epoch < outcome.EpochAccuracies.Length ? outcome.EpochAccuracies[epoch]
        : null;
}
