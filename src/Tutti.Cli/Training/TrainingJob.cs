using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Runs;
using Tutti.Learning.Training;
using Tutti.Tensors.Operations;

namespace Tutti.Cli.Training;

/// <summary>A training run on thread workers: every worker trains its replica, rank 0 shows and records.</summary>
internal sealed class TrainingJob(TrainSettings settings, ClassificationSplits data, ModelSpecification model, string? state)
{
    // Threads of one process cannot vanish, so that this only bounds how long one may compute while the others wait.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    /// <summary>Refuses a model that does not fit the data, and weights or a state that do not fit the model, before anything is begun.</summary>
    internal void Check()
    {
        if (model.Task != ModelTask.Classification && settings.Monitor == MonitorNames.Accuracy)
            throw new InputException($"--monitor: there is no accuracy to watch. Got '{settings.Monitor}' for a model that reconstructs its samples. " +
                $"Expected {MonitorNames.Loss} or {MonitorNames.TrainLoss}.");
        InputException.From(() =>
        {
            var network = CreateNetwork();
            var trainer = new Trainer(network, OptimizerNames.Create(settings), ModelTasks.LossOf(model.Task), options: Options());
            if (state is not null) trainer.Restore(state);
            ModelProbe.Run(network, model.Task, data.Train);
            return trainer;
        });
    }

    internal async Task<TrainingResult> RunAsync(RunFolder run, TrainingDisplay display, CancellationToken stop)
    {
        try
        {
            var results = await display.ShowAsync(() => Distributor.RunAsync(
                new DistributorOptions { Workers = settings.WorkerCount, Timeout = LongestStep, Name = "train" },
                (world, _) => Train(world, run, display, stop))).ConfigureAwait(false);
            return results[0];
        }
        catch (Exception failure)
        {
            NoteFailure(run, failure);
            throw;
        }
    }

    // The failure itself is what the user must hear of, also where the disk that it comes from takes no note of it.
    private static void NoteFailure(RunFolder run, Exception failure)
    {
        try
        {
            run.Fail(failure.Message);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
        }
    }

    private TrainingResult Train(World world, RunFolder run, TrainingDisplay display, CancellationToken stop)
    {
        var network = CreateNetwork();
        var optimizer = OptimizerNames.Create(settings);
        var trainer = new Trainer(
            network, optimizer, ModelTasks.LossOf(model.Task),
            new DataParallel(world, new DataParallelOptions { ShardCount = settings.ShardCount }), Options());
        if (state is not null) trainer.Restore(state);
        var recorder = world.Rank == 0 ? new RunRecorder(run, network, model, optimizer) : null;
        var keeper = recorder is null ? null
            : new StateKeeper(run, trainer, recorder, model, new StateKeeperOptions { StepInterval = settings.StateSteps });
        if (recorder is not null)
        {
            trainer.Observers.Add(recorder);
            trainer.Observers.Add(display);
            trainer.Observers.Add(keeper!);
        }
        var summary = trainer.Fit(ModelTasks.Prepare(model.Task, data.Train), ModelTasks.Prepare(model.Task, data.Test), stop);
        keeper?.Complete(summary);
        recorder?.Complete(summary);
        return new TrainingResult(summary, network.WeightsSha256());
    }

    private TrainerOptions Options() => new()
    {
        EpochCount = settings.Epochs, BatchSize = settings.BatchSize, MicroBatchSize = settings.MicroBatch, Seed = settings.Seed,
        ComputeThreads = settings.ThreadCount, Schedule = ScheduleNames.Of(settings), Plateau = ScheduleNames.PlateauOf(settings), ClipNorm = settings.ClipNorm,
        Monitor = MonitorNames.Find(settings.Monitor), Patience = settings.Patience,
    };

    private Sequential CreateNetwork()
    {
        var network = model.Build();
        if (settings.Initial is { } initial && state is null) network.Load(initial);
        return network;
    }
}
