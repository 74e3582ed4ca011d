using Tutti.Communication;
using Tutti.Distributed;
using Tutti.Experiments.Data;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Experiments.Training;

/// <summary>
/// What every worker of a compared training does, whether it is a thread, a process or a rank of MPI. One thread a worker computes, and
/// none reads ahead,
/// so that a worker is one core's worth of work.
/// </summary>
internal static class TrainingWork
{
    // The runtime compiles what has run thirty times anew, and better; without these steps that would fall into the first epoch, of
    // processes only.
    private const int WarmUpSteps = 40;

    /// <summary>
    /// Loads, warms up, then does all trainings of the tasks, one a seed: starting a process costs more than a training. The tasks share the
    /// first one's data; where another way to combine gradients begins, that is warmed up too.
    /// </summary>
    internal static TrainingOutcome[][] Run(World world, TrainingTask[] tasks, CancellationToken cancellation)
    {
        var data = tasks[0].Data ?? HeldOut.Split(MatSamples.Read(tasks[0].DataPath));
        var outcomes = new TrainingOutcome[tasks.Length][];
        for (var index = 0; index < tasks.Length; index++)
        {
            var (task, before) = (tasks[index], index == 0 ? null : tasks[index - 1]);
            if ((task.Averaging, task.Compression) != (before?.Averaging, before?.Compression)) WarmUp(world, task, data, cancellation);
            outcomes[index] = [.. task.Seeds.Select(seed => Train(world, task, seed, data, cancellation))];
        }
        return outcomes;
    }

    private static TrainingOutcome Train(World world, TrainingTask task, ulong seed, ClassificationSplits data, CancellationToken cancellation)
    {
        var (network, trainer, watched) = Create(world, task, seed, task.EpochCount, data.Train);
        var times = new EpochTimes();
        trainer.Observers.Add(times);
        world.Group.Barrier();
        var before = world.Group.Sent;
        var summary = trainer.Fit(data.Train, task.MeasuresEpochs ? data.Test : null, cancellation);
        if (summary.WasCancelled) throw new OperationCanceledException(cancellation);
        var after = world.Group.Sent;
        var accuracy = (task.MeasuresEpochs ? summary.Validation : trainer.Evaluate(data.Test))?.Accuracy ?? double.NaN;
        return new TrainingOutcome([.. times.Seconds], [.. times.Losses], accuracy, network.WeightsSha256())
        {
            EpochAccuracies = [.. times.Accuracies], StepsPerEpoch = times.StepsPerEpoch,
            Workers = watched is null ? [] : WorkerShare.Gather(world.Group, watched, before, after),
        };
    }

    private static void WarmUp(World world, TrainingTask task, ClassificationSplits data, CancellationToken cancellation)
    {
        var (_, trainer, _) = Create(world, task with { SlowFactor = 1 }, seed: 0, epochCount: WarmUpSteps, data.Train);
        trainer.Observers.Add(new StepLimit(trainer, WarmUpSteps));
        trainer.Fit(data.Train, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    private static (Module Network, Trainer Trainer, WatchedStrategy? Watched) Create(
        World world, TrainingTask task, ulong seed, int epochCount, ClassificationDataset samples)
    {
        var network = ModelSpecification.Parse(task.Model).Build();
        network.Load(task.InitialPath);
        var strategy = new DataParallel(world, new DataParallelOptions
        {
            ShardCount = task.ShardCount, Averaging = task.Averaging, Compression = GradientCompression.Parse(task.Compression),
        });
        var isSlow = task.SlowFactor > 1 && world.Rank == world.Size - 1;
        var watched = task.IsWatched ? new WatchedStrategy(world.Group, strategy, isSlow ? task.SlowFactor : 1) : null;
        var trainer = new Trainer(network, new Adam(task.LearningRate), Losses.CrossEntropy, (ITrainingStrategy?)watched ?? strategy, new TrainerOptions
        {
            EpochCount = epochCount, BatchSize = task.BatchSize, Seed = seed, ComputeThreads = 1, PrefetchDepth = 0,
            Partition = task.PartitionOf(seed)?.Create(samples), PartPace = task.PartPace,
            SampleWeights = task.DrawsWithReplacement ? [.. Enumerable.Repeat(1.0, samples.Count)] : null,
        });
        return (network, trainer, watched);
    }
}
