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
internal sealed class TrainingJob(TrainSettings settings, ClassificationSplits data, ModelSpecification model, RunFolder run)
{
    // Threads of one process cannot vanish, so that this only bounds how long one may compute while the others wait.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    internal async Task<TrainingResult> RunAsync(TrainingDisplay display, CancellationToken stop)
    {
        try
        {
            var results = await display.ShowAsync(() => Distributor.RunAsync(
                new DistributorOptions { Workers = settings.WorkerCount, Timeout = LongestStep, Name = "train" },
                (world, _) => Train(world, display, stop))).ConfigureAwait(false);
            return results[0];
        }
        catch (Exception failure)
        {
            NoteFailure(failure);
            throw;
        }
    }

    // The failure itself is what the user must hear of, also where the disk that it comes from takes no note of it.
    private void NoteFailure(Exception failure)
    {
        try
        {
            run.Fail(failure.Message);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
        }
    }

    private TrainingResult Train(World world, TrainingDisplay display, CancellationToken stop)
    {
        var network = model.Build();
        var optimizer = OptimizerNames.Create(settings);
        var trainer = new Trainer(
            network, optimizer, Losses.CrossEntropy,
            new DataParallel(world, new DataParallelOptions { ShardCount = settings.ShardCount }),
            new TrainerOptions
            {
                EpochCount = settings.Epochs, BatchSize = settings.BatchSize, Seed = settings.Seed,
                ComputeThreads = settings.ThreadCount, Schedule = ScheduleNames.Find(settings.Schedule),
            });
        var recorder = world.Rank == 0 ? new RunRecorder(run, network, model, optimizer) : null;
        if (recorder is not null)
        {
            trainer.Observers.Add(recorder);
            trainer.Observers.Add(display);
        }
        var summary = trainer.Fit(data.Train, data.Test, stop);
        recorder?.Complete(summary);
        return new TrainingResult(summary, network.WeightsSha256());
    }
}
