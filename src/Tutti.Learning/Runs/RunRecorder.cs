using System.Diagnostics;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Learning.Runs;

/// <summary>
/// Writes a training down in its run's folder: metrics of some steps and of every epoch, a checkpoint after every epoch, and in the end what
/// came out. Belongs to rank 0's trainer. A checkpoint holds the weights and buffers, and the model as JSON in its metadata, so that it can
/// be used without the program that made it. The best epoch by the monitored metric has one of its own.
/// </summary>
public sealed class RunRecorder : TrainingObserver
{
    /// <summary>The key of the model's JSON in a checkpoint's metadata.</summary>
    public const string ModelKey = "tutti.model";

    /// <summary>The key of the model's task in a checkpoint's metadata: <c>Classification</c> or <c>Reconstruction</c>.</summary>
    public const string TaskKey = "tutti.task";

    /// <summary>The key of the number of steps in a checkpoint's metadata.</summary>
    public const string StepKey = "tutti.step";

    private const int StepRecordsPerEpoch = 10;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly RunFolder run;
    private readonly Module network;
    private readonly ModelSpecification? model;
    private readonly Optimizer optimizer;
    private readonly TimeProvider time;
    private readonly List<MetricsRecord> waiting = [];
    private int stepInterval = 1;
    private long samplesSinceRecord, lastRecord, lastFlush;
    private long lastCheckpoint = -1;

    /// <summary>Makes a recorder.</summary>
    /// <param name="run">Where it writes; not disposed.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="model">The network as data, or null if it is not described so; then checkpoints hold weights only.</param>
    /// <param name="optimizer">What trains it; its learning rate is recorded.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    public RunRecorder(RunFolder run, Module network, ModelSpecification? model, Optimizer optimizer, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        this.run = run;
        this.network = network;
        this.model = model;
        this.optimizer = optimizer;
        this.time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public override void TrainingStarted(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        stepInterval = Math.Max(1, plan.StepsPerEpoch / StepRecordsPerEpoch);
        if (run.IsResumed)
        {
            waiting.Add(new ResumedMetrics(time.GetUtcNow(), (int)(plan.FirstStep / plan.StepsPerEpoch), plan.FirstStep));
            Flush();
        }
        lastRecord = lastFlush = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void StepEnded(in StepReport step)
    {
        samplesSinceRecord += step.SampleCount;
        if (step.Step % stepInterval != 0) return;
        var seconds = Stopwatch.GetElapsedTime(lastRecord).TotalSeconds;
        waiting.Add(new StepMetrics(
            time.GetUtcNow(), step.Epoch - 1, step.Step - 1, step.Loss, optimizer.LearningRate, samplesSinceRecord / seconds));
        samplesSinceRecord = 0;
        lastRecord = Stopwatch.GetTimestamp();
        // Each flush waits for the disk; training should not do so every few milliseconds.
        if (Stopwatch.GetElapsedTime(lastFlush) > FlushInterval) Flush();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">A file could not be written; the checkpoints before are whole.</exception>
    public override void EpochEnded(EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        waiting.Add(new EpochMetrics(
            time.GetUtcNow(), epoch.Epoch - 1, epoch.TrainLoss, epoch.Validation?.Loss, epoch.Validation?.Accuracy,
            epoch.TrainingTime.TotalSeconds, epoch.SampleCount / epoch.TrainingTime.TotalSeconds));
        Flush();
        SaveCheckpoint(epoch.Step);
        if (epoch.IsBest) Save(run.BestCheckpointPath, epoch.Step);
        lastRecord = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">It could not be written.</exception>
    public override void WorkersChanged(WorkersChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        waiting.Add(new RegroupedMetrics(
            time.GetUtcNow(), change.Epoch - 1, change.Step, change.WorkersBefore, change.WorkerCount, SecretRemover.CleanText(change.Reason),
            change.Pause.TotalSeconds));
        Flush();
    }

    /// <summary>Ends the record: a cancelled training gets a checkpoint of its last complete step, a finished one its summary.</summary>
    /// <param name="summary">What the training gave.</param>
    /// <exception cref="IOException">A file could not be written; the checkpoints before are whole.</exception>
    public void Complete(TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Flush();
        SaveCheckpoint(summary.StepCount);
        if (summary.WasCancelled)
        {
            run.Cancel();
            return;
        }
        run.Finish(new RunSummary(
            summary.EpochCount, summary.SampleCount, summary.TrainingTime.TotalSeconds, summary.SamplesPerSecond, summary.TrainLoss,
            summary.Validation?.Accuracy, network.WeightsSha256()));
    }

    /// <summary>Writes down what has been measured since the last flush.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Flush()
    {
        if (waiting.Count > 0) run.AppendMetrics([.. waiting]);
        waiting.Clear();
        lastFlush = Stopwatch.GetTimestamp();
    }

    private void SaveCheckpoint(long step)
    {
        if (step == lastCheckpoint) return;
        Save(run.CheckpointPath(step), step);
        lastCheckpoint = step;
    }

    private void Save(string path, long step) => network.Save(
        path, new Dictionary<string, string>(Describe(model)) { [StepKey] = step.ToString(System.Globalization.CultureInfo.InvariantCulture) });

    /// <summary>What a file's metadata says about its model.</summary>
    internal static Dictionary<string, string> Describe(ModelSpecification? model) =>
        model is null ? [] : new Dictionary<string, string> { [ModelKey] = model.ToJson(), [TaskKey] = model.Task.ToString() };
}
