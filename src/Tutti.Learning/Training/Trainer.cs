using System.Diagnostics;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Schedules;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Training;

/// <summary>
/// Trains a network: epochs of steps, each step a batch, each batch cut into the strategy's logical shards. Every worker has a trainer of its
/// own over its own replica and calls the same members in the same order. Given the same seed and shard count the result has the same bits
/// for any number of workers. Not thread-safe.
/// </summary>
/// <example><code>
/// var trainer = new Trainer(network, new Adam(1e-3), Losses.CrossEntropy);
/// var summary = trainer.Fit(data.Train, data.Test);
/// </code></example>
public sealed partial class Trainer
{
    // What a batch that another thread has read costs more than the same batch read here: locks, a wake-up, cold caches.
    private static readonly TimeSpan HandOverCost = TimeSpan.FromMicroseconds(50);

    private readonly Module network;
    private readonly Optimizer optimizer;
    private readonly Loss loss;
    private readonly ITrainingStrategy strategy;
    private readonly TrainerOptions options;
    private readonly ModelParameters parameters;
    private readonly MetricMonitor monitor;
    private readonly FinalGradients finalGradients;
    private readonly IShardedUpdate? update;
    private readonly ShardedMemory? shardedMemory;
    private readonly RememberedState? remembered;
    private readonly DividedState? divided;
    private ReduceOnPlateau? plateau;
    private TrainingState? resumed;
    private TrainingProgress? progress;
    private StepReport? lastStep;
    private EpochReport? lastEpoch;
    private volatile bool isAskedToStop;

    /// <summary>Makes a trainer. Parts of the network without values are initialised from the options' seed; the others keep theirs.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="optimizer">How parameters follow gradients; not shared with another trainer.</param>
    /// <param name="loss">What is made small; the mean over the samples it is given.</param>
    /// <param name="strategy">How workers share the work; null for one worker alone.</param>
    /// <param name="options">Epochs, batch size, seed; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public Trainer(Module network, Optimizer optimizer, Loss loss, ITrainingStrategy? strategy = null, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        this.network = network;
        this.optimizer = optimizer;
        this.loss = loss;
        this.strategy = strategy ?? new SingleWorker();
        this.options = options ?? new TrainerOptions();
        this.options.ThrowIfInvalid(this.strategy);
        if (!network.IsInitialized) network.InitializeRest(this.options.Seed);
        parameters = new ModelParameters(network);
        monitor = new MetricMonitor(this.options.Monitor, this.options.LeastImprovement);
        this.strategy.Attach(parameters);
        update = this.strategy.DivideUpdate(optimizer.IsElementwise);
        optimizer.Attach(update?.Own ?? parameters);
        shardedMemory = update is null ? null : new ShardedMemory(update, optimizer, parameters);
        remembered = this.strategy.Memory is { } memory ? new RememberedState(memory) : null;
        IDividedTensors[] parts = [.. new IDividedTensors?[] { shardedMemory, remembered }.OfType<IDividedTensors>()];
        divided = parts.Length == 0 ? null : new DividedState(this.strategy, parts);
        finalGradients = new FinalGradients(parameters, this.strategy);
    }

    /// <summary>Who is told what happens. Usually only rank 0's trainer has observers.</summary>
    public IList<TrainingObserver> Observers { get; } = [];

    /// <summary>What this worker's replica takes now.</summary>
    public TrainingMemory Memory => new(
        Enumerable.Range(0, parameters.ParameterCount).Sum(index => (long)parameters.Values(index).Length * sizeof(float)),
        strategy.GradientBytes, optimizer.StateBytes, strategy.PeakGradientBytes);

    /// <summary>
    /// Asks this worker's training to stop after the current step, as cancelling does; for observers, and from any thread. All workers stop
    /// together.
    /// </summary>
    public void RequestStop() => isAskedToStop = true;

    /// <summary>
    /// Trains for all epochs, or, after <see cref="Restore"/>, for what is left of them. Ends earlier if the monitored metric has not improved
    /// for <see cref="TrainerOptions.Patience"/> epochs. Goes on without workers that are lost or leave, and with those
    /// that join, where the strategy can; returns, as if cancelled, on one that leaves.
    /// </summary>
    /// <param name="training">The samples to learn from; at least one.</param>
    /// <param name="validation">Samples to evaluate on after each epoch, or null.</param>
    /// <param name="cancellation">
    /// Asks to stop: all workers stop together after the same complete step, even if only one was asked.
    /// </param>
    /// <returns>What the training gave; the same on every worker but for times.</returns>
    /// <exception cref="ArgumentException">
    /// No samples, or they do not fit the network (the message names layer and shapes), the partition or the weights.
    /// </exception>
    /// <exception cref="InvalidOperationException">The restored training was another one; the message says what differs.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a parameter at the end of an epoch, is no longer finite.</exception>
    public TrainingSummary Fit(ISampleSource training, ISampleSource? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0) throw new ArgumentException("Trainer: nothing to learn from. Got a data set without samples. Expected at least one.");
        var plan = options.PlanFor(training.Count, strategy.ShardCount);
        progress = Begin(plan);
        network.SetTraining(true);
        try
        {
            RunTogether(training, validation, cancellation);
        }
        finally
        {
            optimizer.LearningRate = progress.BaseRate;
            if (options.MomentumSchedule is not null) optimizer.Momentum = progress.BaseMomentum;
        }
        return progress.Summarize(monitor.State);
    }

    private void RunEpochs(ISampleSource training, ISampleSource? validation, CancellationToken cancellation)
    {
        using var threads = UseComputeThreads();
        // A training that was interrupted right after an epoch's last step still owes the epoch's end.
        if (progress!.StepInEpoch == progress.Plan.StepCount && !progress.WasStopped)
        {
            ThrowIfBroken();
            EndEpoch(validation);
        }
        if (progress.HasEnded(options.EpochCount)) return;
        using var loader = new PrefetchingLoader(training, progress.Plan, strategy.OwnShards, new LoaderOptions
        {
            Depth = PrefetchDepth(), ThreadFrom = options.PrefetchDepth is null ? HandOverCost : TimeSpan.Zero,
            FirstEpoch = progress.EpochCount, FirstStep = progress.StepInEpoch, EpochCount = options.EpochCount - progress.EpochCount,
        });
        while (!progress.HasEnded(options.EpochCount)) RunEpoch(loader, validation, cancellation);
    }

    private TrainingProgress Begin(BatchPlan plan)
    {
        var begun = new TrainingProgress(plan, optimizer.LearningRate, optimizer.Momentum);
        var mode = options.Monitor == MonitoredMetric.ValidationAccuracy ? PlateauMode.Maximize : PlateauMode.Minimize;
        plateau = options.Plateau is { } falling ? new ReduceOnPlateau(begun.BaseRate, falling with { Mode = mode }) : null;
        monitor.State = MonitorState.None;
        isAskedToStop = false;
        (lastStep, lastEpoch) = (null, null);
        if (resumed is not { } state) return begun;
        state.CheckFits(Facts(begun), plan);
        begun.Resume(state.Progress);
        monitor.State = state.Monitor;
        // It may have been interrupted after the epoch that used its patience up, and before it ended.
        begun.StoppedEarly = HasLostPatience(begun);
        if (state.Plateau is { } before) plateau?.Restore(before);
        resumed = null;
        return begun;
    }

    private void RunEpoch(PrefetchingLoader loader, ISampleSource? validation, CancellationToken cancellation)
    {
        var epoch = progress!.EpochCount + 1;
        while (progress.StepInEpoch < progress.Plan.StepCount && !progress.WasStopped)
        {
            var started = Stopwatch.GetTimestamp();
            var sampleCount = progress.Plan.BatchCountOf(progress.StepInEpoch);
            FollowSchedules();
            var outcome = RunStep(loader, progress.StepCount, isAskedToStop || cancellation.IsCancellationRequested);
            progress.CountStep(sampleCount, outcome.Loss, Stopwatch.GetElapsedTime(started), outcome.StopRequested);
            var report = new StepReport(epoch, progress.StepCount, outcome.Loss, sampleCount, progress.Elapsed, outcome.StopRequested);
            lastStep = report;
            Tell(observer => observer.StepEnded(report));
        }
        ThrowIfBroken();
        if (!progress.WasStopped) EndEpoch(validation);
    }

    // The last step may have broken weights that no further loss tells of; nobody may keep them as a checkpoint.
    private void ThrowIfBroken()
    {
        if (FirstBrokenParameter(withGradients: false) is { } broken) throw new TrainingDivergedException(progress!.StepCount, broken);
    }

    private void EndEpoch(ISampleSource? validation)
    {
        var (state, sampleTotal) = (progress!.State, progress.Plan.SampleCount);
        var evaluation = validation is null ? null : Evaluate(validation);
        var trainLoss = state.LossSum / sampleTotal;
        var metric = monitor.ValueOf(trainLoss, evaluation);
        var isBest = monitor.Report(state.EpochCount + 1, metric);
        plateau?.Report(metric);
        progress.CountEpoch(trainLoss, evaluation);
        progress.StoppedEarly = HasLostPatience(progress);
        var report = new EpochReport(progress.EpochCount, state.StepCount, trainLoss, evaluation, sampleTotal, state.EpochTime, isBest);
        lastEpoch = report;
        Tell(observer => observer.EpochEnded(report));
    }

    // An observer may save the state, for which the workers that have parts of it are needed.
    private void Tell(Action<TrainingObserver> what)
    {
        if (divided is null) TellAll();
        else divided.Serve(TellAll);

        void TellAll()
        {
            foreach (var observer in Observers) what(observer);
        }
    }

    private bool HasLostPatience(TrainingProgress training) =>
        monitor.State.EpochsWithoutImprovement >= options.Patience && training.EpochCount < options.EpochCount;

    private void FollowSchedules()
    {
        var stepCount = (long)options.EpochCount * progress!.Plan.StepCount;
        optimizer.LearningRate = options.Schedule(plateau?.State.Rate ?? progress.BaseRate, progress.StepCount, stepCount);
        if (options.MomentumSchedule is { } momentum) optimizer.Momentum = momentum(progress.BaseMomentum, progress.StepCount, stepCount);
    }

    private ComputeThreads.Scope UseComputeThreads() =>
        ComputeThreads.Use(options.ComputeThreads ?? Math.Max(1, Environment.ProcessorCount / strategy.WorkerCount));

    // A reader thread helps only where workers leave it a core.
    private int PrefetchDepth() => options.PrefetchDepth ?? (strategy.WorkerCount * ComputeThreads.Count < Environment.ProcessorCount ? 2 : 0);
}
