using System.Diagnostics;
using Tutti.Communication;
using Tutti.Distributed;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Benchmarks;

/// <summary>One worker of a <see cref="StepBenchmark"/>. Rank 0 decides how often, the others follow.</summary>
internal sealed class StepWorker
{
    internal const int ClassCount = 10;

    // As many samples as MNIST has, so that the data do not stay in the caches.
    private const int SampleCount = 60_000;

    private readonly World world;
    private readonly StepBenchmarkOptions options;
    private readonly Module network;
    private readonly Sgd optimizer = new(0.01, momentum: 0.9);
    private readonly ITrainingStrategy strategy;
    private readonly List<(Tensor Samples, Tensor Labels)> batches = [];
    private int position;

    internal StepWorker(World world, ModelSpecification model, StepBenchmarkOptions options)
    {
        this.world = world;
        this.options = options;
        network = model.Build();
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
        RunFor(Stopwatching.LeastWarmUp, cancellation);
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
        var (samples, labels) = batches[position];
        position = (position + 1) % batches.Count;
        strategy.BeginShard(0);
        network.ClearGradients();
        var loss = network.Forward(samples).CrossEntropy(labels);
        loss.Backward(1.0 / options.Workers);
        strategy.CompleteShard(0, (float)(loss.ToScalar() / options.Workers), 1.0 / options.Workers);
        strategy.CompleteStep(wantsToStop: false);
        optimizer.Step();
    }

    // Batches are views of one stretch of memory, made once: slicing costs the peers next to nothing too.
    private void FillBatches()
    {
        var random = new CounterRandom(0, RandomPurpose.Synthetic, (ulong)world.Rank);
        Shape shape = [options.BatchSize, 1, 28, 28];
        var count = Math.Max(1, SampleCount / options.Workers / options.BatchSize);
        var samples = new float[(long)count * shape.ElementCount];
        foreach (ref var value in samples.AsSpan()) value = random.NextSingle();
        for (var batch = 0; batch < count; batch++)
        {
            var labels = new long[options.BatchSize];
            foreach (ref var label in labels.AsSpan()) label = random.NextInt32(ClassCount);
            batches.Add((Tensor.Borrow(samples.AsMemory(batch * shape.ElementCount, shape.ElementCount), shape), Tensor.From(labels, [labels.Length])));
        }
    }

    /// <summary>What a worker measured.</summary>
    internal sealed record Outcome(IReadOnlyList<double> SecondsPerStep, double AllocatedBytesPerStep, int Gen2Collections, int StepsPerRepetition);
}
