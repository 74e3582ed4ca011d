using System.Diagnostics;
using Tutti.Communication;
using Tutti.Distributed;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Benchmarks;

/// <summary>One worker of a <see cref="StepBenchmark"/>. Rank 0 decides how often, the others follow.</summary>
internal sealed class StepWorker
{
    private readonly World world;
    private readonly StepBenchmarkOptions options;
    private readonly Module network;
    private readonly StepWorkload workload;
    private readonly Optimizer optimizer;
    private readonly ITrainingStrategy strategy;
    private readonly List<(Tensor Input, Tensor Target)> batches = [];
    private int position;
    private long stepCount;

    internal StepWorker(World world, StepWorkload workload, StepBenchmarkOptions options)
    {
        this.world = world;
        this.workload = workload;
        this.options = options;
        network = workload.CreateNetwork();
        optimizer = workload.CreateOptimizer();
        network.Initialize(seed: 0);
        network.SetTraining(true);
        strategy = options.Workers == 1 ? new SingleWorker() : new DataParallel(world);
        var parameters = new ModelParameters(network);
        optimizer.Attach(parameters);
        strategy.Attach(parameters);
        FillBatches();
    }

    internal Outcome Run(CancellationToken cancellation)
    {
        using var threads = ComputeThreads.Use(options.Measuring.Threads);
        RunFor(options.Workers == 1 ? Stopwatching.LeastWarmUp : Stopwatching.SharedWarmUp, cancellation);
        var sample = RunFor(options.Measuring.RepetitionTime, cancellation);
        var steps = Agree((int)Math.Max(1, Math.Ceiling(sample.Steps * options.Measuring.RepetitionTime.TotalSeconds / sample.Seconds)));
        var seconds = new List<double>();
        var (allocated, collections) = (0L, GC.CollectionCount(2));
        var stepCount = 0;
        var isOneThread = options.Workers == 1 && options.Measuring.Threads == 1;
        // Every rank makes the same number of repetitions: with several of them none is discarded.
        foreach (var repetition in Repetition.Collect(options.Measuring, isOneThread, () =>
        {
            cancellation.ThrowIfCancellationRequested();
            world.Group.Barrier();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var step = 0; step < steps; step++) Step();
            world.Group.Barrier();
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            stepCount += steps;
            return elapsed;
        })) seconds.Add(repetition.Seconds / steps);
        return new Outcome(seconds, (double)allocated / stepCount, GC.CollectionCount(2) - collections, steps);
    }

    private (int Steps, double Seconds) RunFor(TimeSpan length, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var steps = 0;
        while (Agree(Stopwatch.GetElapsedTime(start) < length ? 1 : 0) == 1)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            steps++;
        }
        return (steps, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private int Agree(int value)
    {
        Span<int> shared = [value];
        world.Group.Broadcast(shared);
        return shared[0];
    }

    private void Step()
    {
        using var scope = TensorScope.Begin();
        using var randomness = ForwardRandomness.Begin(seed: 0, stepCount++, world.Rank);
        var (input, target) = batches[position];
        position = (position + 1) % batches.Count;
        strategy.BeginShard(0);
        network.ClearGradients();
        var loss = workload.Loss(network.Forward(input), target);
        loss.Backward(1.0 / options.Workers);
        strategy.CompleteShard(0, (float)(loss.ToScalar() / options.Workers), 1.0 / options.Workers);
        strategy.CompleteStep(wantsToStop: false);
        optimizer.Step();
    }

    private void FillBatches()
    {
        var random = new CounterRandom(0, RandomPurpose.Synthetic, (ulong)world.Rank);
        var count = Math.Max(1, workload.SampleCount / options.Workers / options.BatchSize);
        for (var batch = 0; batch < count; batch++) batches.Add(workload.MakeBatch(options.BatchSize, ref random));
    }

    /// <summary>What a worker measured.</summary>
    internal sealed record Outcome(
        IReadOnlyList<double> SecondsPerStep, double AllocatedBytesPerStep, int Gen2Collections, int StepsPerRepetition);
}
