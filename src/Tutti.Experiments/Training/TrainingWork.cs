using Tutti.Communication;
using Tutti.Distributed;
using Tutti.Experiments.Data;
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

    /// <summary>Loads, warms up, then trains once a seed: starting a process costs more than a training.</summary>
    internal static TrainingOutcome[] Run(World world, TrainingTask task, CancellationToken cancellation)
    {
        var data = task.Data ?? HeldOut.Split(MatSamples.Read(task.DataPath));
        WarmUp(world, task, data, cancellation);
        return [.. task.Seeds.Select(seed => Train(world, task, seed, data, cancellation))];
    }

    private static TrainingOutcome Train(World world, TrainingTask task, ulong seed, ClassificationSplits data, CancellationToken cancellation)
    {
        var (network, trainer) = Create(world, task, seed, task.EpochCount);
        var times = new EpochTimes();
        trainer.Observers.Add(times);
        world.Group.Barrier();
        var summary = trainer.Fit(data.Train, cancellation: cancellation);
        if (summary.WasCancelled) throw new OperationCanceledException(cancellation);
        var accuracy = trainer.Evaluate(data.Test).Accuracy ?? double.NaN;
        return new TrainingOutcome([.. times.Seconds], [.. times.Losses], accuracy, network.WeightsSha256());
    }

    private static void WarmUp(World world, TrainingTask task, ClassificationSplits data, CancellationToken cancellation)
    {
        var (_, trainer) = Create(world, task, seed: 0, epochCount: WarmUpSteps);
        trainer.Observers.Add(new StepLimit(trainer, WarmUpSteps));
        trainer.Fit(data.Train, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    private static (Module Network, Trainer Trainer) Create(World world, TrainingTask task, ulong seed, int epochCount)
    {
        var network = ModelSpecification.Parse(task.Model).Build();
        network.Load(task.InitialPath);
        var trainer = new Trainer(
            network, new Adam(task.LearningRate), Losses.CrossEntropy, new DataParallel(world, new DataParallelOptions { ShardCount = task.ShardCount }),
            new TrainerOptions { EpochCount = epochCount, BatchSize = task.BatchSize, Seed = seed, ComputeThreads = 1, PrefetchDepth = 0 });
        return (network, trainer);
    }
}
