using System.Diagnostics;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Training;

namespace Tutti.Learning.Runs;

/// <summary>
/// Writes a training's state into its run's folder from time to time, so that the run can go on after whatever ends it: at the end of each
/// epoch, within epochs after an interval, and when the training is cancelled. Belongs to rank 0's trainer, as its last observer, so that what
/// other observers write is there before the state that counts on it.
/// </summary>
public sealed class StateKeeper : TrainingObserver
{
    /// <summary>The key of the run's id in a state's metadata.</summary>
    public const string RunKey = "tutti.run";

    private readonly RunFolder run;
    private readonly Trainer trainer;
    private readonly RunRecorder recorder;
    private readonly StateKeeperOptions options;
    private readonly Dictionary<string, string> metadata;
    private long lastSaved, savedStep = -1;

    /// <summary>Makes a keeper.</summary>
    /// <param name="run">Whose folder it writes to; not disposed.</param>
    /// <param name="trainer">Whose state it keeps.</param>
    /// <param name="recorder">Who records the run; its records are flushed before each state.</param>
    /// <param name="model">The network as data, kept with the state; null if it is not described so.</param>
    /// <param name="options">How often. Default: every 30 seconds.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public StateKeeper(RunFolder run, Trainer trainer, RunRecorder recorder, ModelSpecification? model, StateKeeperOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(recorder);
        this.run = run;
        this.trainer = trainer;
        this.recorder = recorder;
        this.options = options ?? new StateKeeperOptions();
        this.options.ThrowIfInvalid();
        metadata = new Dictionary<string, string>(RunRecorder.Describe(model)) { [RunKey] = run.Record.Id };
    }

    /// <inheritdoc/>
    public override void TrainingStarted(TrainingPlan plan) => lastSaved = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    /// <exception cref="IOException">The file could not be written; the state before is whole.</exception>
    public override void StepEnded(in StepReport step)
    {
        if (step.IsStopping || (options.StepInterval is { } steps && step.Step % steps == 0) || Stopwatch.GetElapsedTime(lastSaved) >= options.Interval) Save(step.Step);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file could not be written; the state before is whole.</exception>
    public override void EpochEnded(EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        // The last step's state, if there is one, does not know that its epoch has ended.
        savedStep = -1;
        Save(epoch.Step);
    }

    /// <summary>Keeps the state of a training that was cancelled, where this keeper was not there at its last step.</summary>
    /// <param name="summary">What the training gave.</param>
    /// <exception cref="IOException">The file could not be written; the state before is whole.</exception>
    public void Complete(TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.WasCancelled) Save(summary.StepCount);
    }

    private void Save(long step)
    {
        if (step == savedStep) return;
        recorder.Flush();
        trainer.SaveState(run.StatePath, metadata);
        savedStep = step;
        lastSaved = Stopwatch.GetTimestamp();
    }
}
