using System.Diagnostics;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
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
    private readonly Module network;
    private readonly Optimizer optimizer;
    private readonly Loss loss;
    private readonly ITrainingStrategy strategy;
    private readonly TrainerOptions options;
    private readonly ModelParameters parameters;

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
        this.options.ThrowIfInvalid(this.strategy.ShardCount);
        if (!network.IsInitialized) network.InitializeRest(this.options.Seed);
        parameters = new ModelParameters(network);
        optimizer.Attach(parameters);
        this.strategy.Attach(parameters);
    }

    /// <summary>Who is told what happens. Usually only rank 0's trainer has observers.</summary>
    public IList<TrainingObserver> Observers { get; } = [];

    /// <summary>Trains for all epochs.</summary>
    /// <param name="training">The samples to learn from; at least one.</param>
    /// <param name="validation">Samples to evaluate on after each epoch, or null.</param>
    /// <param name="cancellation">
    /// Asks to stop: all workers stop together after the same complete step, even if only one was asked.
    /// </param>
    /// <returns>What the training gave; the same on every worker but for times.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network; the message names layer and shapes.</exception>
    /// <exception cref="TrainingDivergedException">The loss, or a parameter at the end of an epoch, is no longer finite.</exception>
    public TrainingSummary Fit(ISampleSource training, ISampleSource? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0) throw new ArgumentException("Trainer: nothing to learn from. Got a data set without samples. Expected at least one.");
        using var threads = UseComputeThreads();
        var plan = new BatchPlan(training.Count, options.BatchSize, strategy.ShardCount, options.Seed);
        var progress = new Progress(plan, optimizer.LearningRate);
        foreach (var observer in Observers)
            observer.TrainingStarted(new TrainingPlan(
                options.EpochCount, plan.StepCount, training.Count, strategy.WorkerCount, strategy.ShardCount));
        network.SetTraining(true);
        var loading = new LoaderOptions { Depth = PrefetchDepth(), EpochCount = options.EpochCount };
        using var loader = new PrefetchingLoader(training, plan, strategy.OwnShards, loading);
        try
        {
            while (progress.EpochCount < options.EpochCount && !progress.WasStopped)
                RunEpoch(training, loader, validation, progress, cancellation);
        }
        finally
        {
            optimizer.LearningRate = progress.BaseRate;
        }
        return progress.Summarize();
    }

    private void RunEpoch(
        ISampleSource training, PrefetchingLoader loader, ISampleSource? validation, Progress progress, CancellationToken cancellation)
    {
        var epoch = progress.EpochCount + 1;
        var started = Stopwatch.GetTimestamp();
        double lossSum = 0;
        for (var index = 0; index < progress.Plan.StepCount && !progress.WasStopped; index++)
        {
            var sampleCount = progress.Plan.BatchCountOf(index);
            optimizer.LearningRate = options.Schedule(progress.BaseRate, progress.StepCount, (long)options.EpochCount * progress.Plan.StepCount);
            var outcome = RunStep(training.SampleShape, loader, progress.StepCount + 1, cancellation.IsCancellationRequested);
            lossSum += (double)outcome.Loss * sampleCount;
            progress.CountStep(sampleCount, outcome.StopRequested);
            var report = new StepReport(epoch, progress.StepCount, outcome.Loss, sampleCount, progress.Elapsed);
            foreach (var observer in Observers) observer.StepEnded(report);
        }
        var trainingTime = Stopwatch.GetElapsedTime(started);
        progress.TrainingTime += trainingTime;
        // The last step may have broken weights that no further loss tells of; nobody may keep them as a checkpoint.
        if (FirstBrokenParameter(withGradients: false) is { } broken) throw new TrainingDivergedException(progress.StepCount, broken);
        if (progress.WasStopped) return;
        var evaluation = validation is null ? null : Evaluate(validation);
        var sampleTotal = progress.Plan.SampleCount;
        var epochReport = new EpochReport(epoch, progress.StepCount, lossSum / sampleTotal, evaluation, sampleTotal, trainingTime);
        progress.CountEpoch(epochReport);
        foreach (var observer in Observers) observer.EpochEnded(epochReport);
    }

    private StepOutcome RunStep(Shape sampleShape, PrefetchingLoader loader, long step, bool wantsToStop)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            if (!loader.TryGetNext(out var batch)) throw new InvalidOperationException("Trainer: the loader ended before the epochs did.");
            if (batch.Count == 0)
            {
                strategy.SkipShard(position);
                continue;
            }
            strategy.BeginShard(position);
            network.ClearGradients();
            strategy.CompleteShard(position, RunShard(batch, sampleShape));
        }
        var outcome = strategy.CompleteStep(wantsToStop);
        if (!float.IsFinite(outcome.Loss))
            throw new TrainingDivergedException(step, outcome.Loss, FirstBrokenParameter(withGradients: true));
        optimizer.Step();
        return outcome;
    }

    private float RunShard(in Batch batch, Shape sampleShape)
    {
        using var scope = TensorScope.Begin();
        var samples = Tensor.Borrow(batch.Samples, Shape.Create([batch.Count, .. sampleShape.AsSpan()]));
        var value = loss(network.Forward(samples), Tensor.Borrow(batch.Labels, [batch.Count]));
        var weight = (double)batch.Count / batch.BatchCount;
        value.Backward(weight);
        return (float)(value.ToScalar() * weight);
    }

    private string? FirstBrokenParameter(bool withGradients)
    {
        for (var index = 0; index < parameters.ParameterCount; index++)
            if (Finiteness.FirstBroken(parameters.Values(index)) >= 0
                || (withGradients && Finiteness.FirstBroken(parameters.Gradients(index)) >= 0))
                return parameters.NameOf(index);
        return null;
    }

    private ComputeThreads.Scope UseComputeThreads() =>
        ComputeThreads.Use(options.ComputeThreads ?? Math.Max(1, Environment.ProcessorCount / strategy.WorkerCount));

    // A reader thread helps only where workers leave it a core.
    private int PrefetchDepth() => options.PrefetchDepth ?? (strategy.WorkerCount * ComputeThreads.Count < Environment.ProcessorCount ? 2 : 0);

    /// <summary>Where a training stands.</summary>
    private sealed class Progress(BatchPlan plan, double baseRate)
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private EpochReport? last;
        private long sampleCount;

        internal BatchPlan Plan => plan;

        internal double BaseRate => baseRate;

        internal long StepCount { get; private set; }

        internal int EpochCount => last?.Epoch ?? 0;

        internal bool WasStopped { get; private set; }

        internal TimeSpan TrainingTime { get; set; }

        internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

        internal void CountStep(int samples, bool stop)
        {
            StepCount++;
            sampleCount += samples;
            WasStopped = stop;
        }

        internal void CountEpoch(EpochReport report) => last = report;

        internal TrainingSummary Summarize() => new(
            EpochCount, StepCount, sampleCount, TrainingTime, last?.TrainLoss ?? double.NaN, last?.Validation, WasStopped);
    }
}
