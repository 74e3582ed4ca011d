using System.Diagnostics;
using Tutti.Learning.Data.Loading;

namespace Tutti.Learning.Training;

/// <summary>Where a training stands, between two steps.</summary>
internal sealed class TrainingProgress(BatchPlan plan, double baseRate, double baseMomentum)
{
    private readonly long started = Stopwatch.GetTimestamp();

    internal BatchPlan Plan => plan;

    internal double BaseRate => baseRate;

    internal double BaseMomentum => baseMomentum;

    /// <summary>What a checkpoint keeps.</summary>
    internal ProgressState State { get; private set; } = new();

    internal long StepCount => State.StepCount;

    internal int EpochCount => State.EpochCount;

    internal int StepInEpoch => State.StepInEpoch;

    internal bool WasStopped { get; private set; }

    internal bool StoppedEarly { get; set; }

    internal bool HasEnded(int epochCount) => WasStopped || StoppedEarly || State.EpochCount >= epochCount;

    internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    internal void Resume(ProgressState state, bool wasStopped = false) => (State, WasStopped) = (state, wasStopped);

    /// <summary>No further step is this worker's.</summary>
    internal void Stop() => WasStopped = true;

    internal void CountStep(int samples, float loss, TimeSpan time, bool stop)
    {
        State = State with
        {
            StepCount = State.StepCount + 1,
            StepInEpoch = State.StepInEpoch + 1,
            SampleCount = State.SampleCount + samples,
            LossSum = State.LossSum + (double)loss * samples,
            EpochTime = State.EpochTime + time,
            TrainingTime = State.TrainingTime + time,
        };
        WasStopped = stop;
    }

    internal void CountEpoch(double trainLoss, Evaluation? validation) => State = State with
    {
        EpochCount = State.EpochCount + 1, StepInEpoch = 0, LossSum = 0, EpochTime = TimeSpan.Zero,
        LastTrainLoss = trainLoss, LastValidation = validation,
    };

    internal TrainingSummary Summarize(MonitorState monitor) => new(
        State.EpochCount, State.StepCount, State.SampleCount, State.TrainingTime, State.LastTrainLoss ?? double.NaN, State.LastValidation,
        monitor.BestEpoch, StoppedEarly, WasStopped);
}

/// <summary>Where a training stands, as a checkpoint keeps it.</summary>
internal sealed record ProgressState
{
    /// <summary>Completed steps in the whole training.</summary>
    public long StepCount { get; init; }

    /// <summary>Completed epochs.</summary>
    public int EpochCount { get; init; }

    /// <summary>Completed steps of the epoch that is going on.</summary>
    public int StepInEpoch { get; init; }

    /// <summary>Samples seen, counted once an epoch.</summary>
    public long SampleCount { get; init; }

    /// <summary>Σ loss · samples over the steps of the epoch that is going on.</summary>
    public double LossSum { get; init; }

    public TimeSpan EpochTime { get; init; }

    public TimeSpan TrainingTime { get; init; }

    /// <summary>The last completed epoch's.</summary>
    public double? LastTrainLoss { get; init; }

    /// <summary>The last completed epoch's.</summary>
    public Evaluation? LastValidation { get; init; }
}
