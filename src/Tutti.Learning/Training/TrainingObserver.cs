namespace Tutti.Learning.Training;

/// <summary>
/// Told what happens during training, on the thread that trains: progress displays, records and checkpoints are observers.
/// An exception of an observer ends the training.
/// </summary>
public abstract class TrainingObserver
{
    /// <summary>Training is about to begin.</summary>
    /// <param name="plan">How much there is to do.</param>
    public virtual void TrainingStarted(TrainingPlan plan)
    {
    }

    /// <summary>A step is done: the parameters are updated.</summary>
    /// <param name="step">What the step gave.</param>
    public virtual void StepEnded(in StepReport step)
    {
    }

    /// <summary>An epoch is done, and evaluated if there is something to evaluate on.</summary>
    /// <param name="epoch">What the epoch gave.</param>
    public virtual void EpochEnded(EpochReport epoch)
    {
    }

    /// <summary>
    /// Workers were lost, have joined or left, and the training goes on from its last complete step. Steps and epochs that others had completed
    /// and this worker had not are told before.
    /// </summary>
    /// <param name="change">Who is left, and why.</param>
    public virtual void WorkersChanged(WorkersChange change)
    {
    }
}

/// <summary>How much there is to do, and how much of it is done already.</summary>
/// <param name="EpochCount">How many times all samples are seen.</param>
/// <param name="StepsPerEpoch">How many batches an epoch has.</param>
/// <param name="SampleCount">How many samples an epoch has.</param>
/// <param name="WorkerCount">How many workers share the work.</param>
/// <param name="ShardCount">How many logical shards a step has.</param>
/// <param name="FirstStep">How many steps were done before: 0, or where a resumed training goes on.</param>
public sealed record TrainingPlan(int EpochCount, int StepsPerEpoch, int SampleCount, int WorkerCount, int ShardCount, long FirstStep = 0);

/// <summary>What a step gave.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step in the whole training, from 1.</param>
/// <param name="Loss">The mean loss of the batch before the update.</param>
/// <param name="SampleCount">The batch's samples, on all workers together.</param>
/// <param name="Elapsed">Time since the training began, evaluation included.</param>
/// <param name="IsStopping">Whether the training was asked to stop, and ends with this step.</param>
public readonly record struct StepReport(int Epoch, long Step, float Loss, int SampleCount, TimeSpan Elapsed, bool IsStopping = false);

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The last step of the epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss over the epoch's samples, each measured before its step's update.</param>
/// <param name="Validation">The result on the validation data, or null without any.</param>
/// <param name="SampleCount">The epoch's samples.</param>
/// <param name="TrainingTime">Time spent on the epoch's steps, without evaluation.</param>
/// <param name="IsBest">Whether no epoch before was better by the monitored metric; see <see cref="TrainerOptions.Monitor"/>.</param>
public sealed record EpochReport(
    int Epoch, long Step, double TrainLoss, Evaluation? Validation, int SampleCount, TimeSpan TrainingTime, bool IsBest);

/// <summary>How well a network does on some data; each sample counts exactly once.</summary>
/// <param name="SampleCount">The samples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="CorrectCount">How many samples got their own class as the most likely one; null where targets are no classes.</param>
public sealed record Evaluation(int SampleCount, double Loss, int? CorrectCount)
{
    /// <summary>The share of correct samples, 0 … 1; null where targets are no classes.</summary>
    public double? Accuracy => (double?)CorrectCount / SampleCount;
}

/// <summary>What a whole training gave.</summary>
/// <param name="EpochCount">Epochs that were completed.</param>
/// <param name="StepCount">Steps that were completed.</param>
/// <param name="SampleCount">Samples seen, counted once an epoch.</param>
/// <param name="TrainingTime">Time spent on steps, without evaluation.</param>
/// <param name="TrainLoss">The mean loss of the last completed epoch; NaN if there is none.</param>
/// <param name="Validation">The last evaluation, or null.</param>
/// <param name="BestEpoch">The best epoch by the monitored metric, from 1; 0 without any.</param>
/// <param name="StoppedEarly">Whether the training ended before its last epoch because the metric no longer improved.</param>
/// <param name="WasCancelled">Whether the training ended early because it was asked to; the parameters are those of the last completed step.</param>
public sealed record TrainingSummary(
    int EpochCount, long StepCount, long SampleCount, TimeSpan TrainingTime, double TrainLoss, Evaluation? Validation, int BestEpoch,
    bool StoppedEarly, bool WasCancelled)
{
    /// <summary>Samples a second of training time.</summary>
    public double SamplesPerSecond => SampleCount / TrainingTime.TotalSeconds;
}
