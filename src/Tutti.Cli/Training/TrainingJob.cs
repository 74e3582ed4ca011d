using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Distributed.CostModel;
using Tutti.Distributed.Elastic;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Runs;
using Tutti.Learning.Training;
using Tutti.Tensors.Operations;

namespace Tutti.Cli.Training;

/// <summary>A training run: every rank trains its replica, rank 0 shows and records.</summary>
internal sealed class TrainingJob(TrainSettings settings, ClassificationSplits data, ModelSpecification model, string? state, Partition? partition)
{
    // A lost process is noticed by its lease; this only bounds how long a rank may compute while the others wait.
    internal static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    internal const string GroupName = "train";

    /// <summary>Which samples each logical shard draws from; null: all.</summary>
    internal Partition? Partition => partition;

    /// <summary>The same training with other settings of its workers.</summary>
    internal TrainingJob With(TrainSettings fitted) => new(fitted, data, model, state, partition);

    /// <summary>Refuses a model that does not fit the data, and weights or a state that do not fit the model, before anything is begun.</summary>
    internal void Check()
    {
        if (model.Task != ModelTask.Classification && settings.Monitor == MonitorNames.Accuracy)
            throw new InputException($"--monitor: there is no accuracy to watch. Got '{settings.Monitor}' for a model that reconstructs its samples. " +
                $"Expected {MonitorNames.Loss} or {MonitorNames.TrainLoss}.");
        InputException.From(() =>
        {
            var network = CreateNetwork();
            // One worker alone has one shard, and so no parts.
            var options = Options() with { Partition = null };
            var trainer = new Trainer(network, OptimizerNames.Create(settings), ModelTasks.LossOf(model.Task), StrategyToCheck(), options);
            if (state is not null) trainer.Restore(state);
            ModelProbe.Run(network, model.Task, data.Train);
            return trainer;
        });
    }

    /// <summary>Trains on thread workers of this process.</summary>
    /// <param name="duty">Rank 0's.</param>
    /// <param name="stop">The user's wish to stop.</param>
    internal async Task<TrainingResult> RunThreadsAsync(RunDuty duty, CancellationToken stop)
    {
        var results = await Distributor.RunAsync(
            new DistributorOptions { Workers = settings.WorkerCount, Timeout = LongestStep, Name = GroupName },
            (world, _) => RunRank(new ElasticWorld(world), world.Rank == 0 ? duty : null, stop)).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Trains as one rank of a world.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="duty">Whether this rank records the run, or may have to; null if it never does.</param>
    /// <param name="stop">The user's wish to stop; one rank's is enough.</param>
    internal TrainingResult RunRank(ElasticWorld world, RunDuty? duty, CancellationToken stop)
    {
        try
        {
            return Train(world, duty, stop);
        }
        catch when (settings.Trace is not null)
        {
            StepTimeline.WriteWhatIsLeft(world.Current, settings.Trace);
            throw;
        }
    }

    private TrainingResult Train(ElasticWorld world, RunDuty? duty, CancellationToken stop)
    {
        var network = CreateNetwork();
        var optimizer = OptimizerNames.Create(settings);
        var strategy = StrategyOver(world);
        var trainer = new Trainer(network, optimizer, ModelTasks.LossOf(model.Task), strategy, Options());
        if (state is not null) trainer.Restore(state);
        if (settings.Trace is not null) trainer.Observers.Add(new StepTimeline(world.Current));
        var explained = duty?.Run is null || !settings.Tune ? null
            : new DecisionDisplay(() => DecisionOf(strategy), settings.Explain ? duty.Display.Say : null);
        if (explained is not null) trainer.Observers.Add(explained);
        var observer = duty is null ? null : new RunObserver(duty, run =>
        {
            var recorder = new RunRecorder(run, network, model, optimizer);
            var keeper = new StateKeeper(run, trainer, recorder, model, new StateKeeperOptions { StepInterval = settings.StateSteps });
            return (recorder, keeper);
        });
        if (observer is not null) trainer.Observers.Add(observer);
        var summary = trainer.Fit(ModelTasks.Prepare(model.Task, data.Train), ModelTasks.Prepare(model.Task, data.Test), stop);
        // The run is the others' from here on.
        if (strategy.HasLeft) return new TrainingResult(summary, "") { HasLeft = true };
        observer?.Complete(summary);
        var memory = settings.MinWorkers is null ? MemoryOfAll(trainer.Memory, strategy) : [trainer.Memory];
        if (settings.Trace is { } trace) world.Current.Group.Timeline!.Write(world.Current.Group, trace);
        return new TrainingResult(summary, network.WeightsSha256()) { Buckets = explained?.Complete(), Memory = memory };
    }

    private static TrainingMemory[] MemoryOfAll(TrainingMemory own, ITrainingStrategy strategy)
    {
        var all = strategy.Gather([own.ParameterBytes, own.GradientBytes, own.OptimizerBytes, own.PeakGradientBytes]);
        return [.. all.Chunk(4).Select(bytes => new TrainingMemory((long)bytes[0], (long)bytes[1], (long)bytes[2], (long)bytes[3]))];
    }

    private ITrainingStrategy StrategyOver(ElasticWorld world)
    {
        var options = AveragingNames.OptionsOf(settings);
        return settings.MinWorkers is null ? new DataParallel(world.Current, options) : new ElasticDataParallel(world, options);
    }

    // Only with its shards can what they owe be checked.
    private DataParallel? StrategyToCheck() => state is null || !settings.Compresses ? null
        : new DataParallel(World.Single(), AveragingNames.OptionsOf(settings) with { SynchronizesBatchNorm = false });

    private static BucketDecision? DecisionOf(ITrainingStrategy strategy) => strategy switch
    {
        DataParallel fixedWorkers => fixedWorkers.Decision,
        ElasticDataParallel elastic => elastic.Decision,
        _ => null,
    };

    private TrainerOptions Options() => new()
    {
        EpochCount = settings.Epochs, BatchSize = settings.BatchSize, MicroBatchSize = settings.MicroBatch, Seed = settings.Seed,
        ComputeThreads = settings.ThreadCount, Schedule = ScheduleNames.Of(settings), Plateau = ScheduleNames.PlateauOf(settings), ClipNorm = settings.ClipNorm,
        Monitor = MonitorNames.Find(settings.Monitor), Patience = settings.Patience,
        Partition = partition, PartPace = settings.Partition.PartPace,
    };

    private Sequential CreateNetwork()
    {
        var network = model.Build();
        if (settings.Initial is { } initial && state is null) network.Load(initial);
        return network;
    }
}
