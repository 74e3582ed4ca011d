using Tutti.Learning.Runs;
using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>
/// Records the run, keeps its state and shows it on the rank that has the duty; elsewhere stands by, and takes over when that rank is lost or leaves.
/// </summary>
/// <param name="duty">Whose duty it is.</param>
/// <param name="begin">Makes the recorder and the keeper of a run.</param>
internal sealed class RunObserver(RunDuty duty, Func<RunFolder, (RunRecorder Recorder, StateKeeper Keeper)> begin) : TrainingObserver
{
    private TrainingPlan? plan;
    private RunRecorder? recorder;
    private StateKeeper? keeper;

    // The keeper last: what the others write is there before the state that counts on it.
    private TrainingObserver[] active = [];

    public override void TrainingStarted(TrainingPlan plan)
    {
        this.plan = plan;
        if (duty.Run is { } run) Begin(run, plan);
    }

    public override void StepEnded(in StepReport step)
    {
        foreach (var observer in active) observer.StepEnded(step);
    }

    public override void EpochEnded(EpochReport epoch)
    {
        foreach (var observer in active) observer.EpochEnded(epoch);
    }

    public override void WorkersChanged(WorkersChange change)
    {
        duty.Changes.Add(change);
        if (active.Length == 0 && change.Rank == 0 && duty.TakeOver() is { } run)
        {
            Begin(run, plan! with { WorkerCount = change.WorkerCount, FirstStep = change.Step });
            // Whether the lost rank has recorded it all is not known; what is recorded twice counts once.
            if (change.EndedEpoch is { } ended) EpochEnded(ended);
        }
        foreach (var observer in active) observer.WorkersChanged(change);
    }

    /// <summary>Ends the record.</summary>
    internal void Complete(TrainingSummary summary)
    {
        keeper?.Complete(summary);
        recorder?.Complete(summary);
    }

    private void Begin(RunFolder run, TrainingPlan remaining)
    {
        (recorder, keeper) = begin(run);
        active = [recorder, duty.Display, keeper];
        foreach (var observer in active) observer.TrainingStarted(remaining);
    }
}
