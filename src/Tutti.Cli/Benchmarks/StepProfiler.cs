using System.Diagnostics;
using Tutti.Distributed.CostModel;
using Tutti.Learning.Modules;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Benchmarks;

/// <summary>Times the steps of one worker alone: when each gradient is final, how long passes and updates take. Medians of many steps.</summary>
internal sealed class StepProfiler : IBackwardObserver
{
    private const int LeastSteps = 15;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private readonly ModelParameters parameters;
    private readonly List<double[]> steps = [];
    private double[] current = [];
    private long start;

    private StepProfiler(ModelParameters parameters) => this.parameters = parameters;

    private int Count => parameters.ParameterCount;

    /// <summary>A batch, and an eighth of it: what of the step does not shrink with the batch follows from both.</summary>
    internal static StepProfile Run(StepWorkload workload, int batchSize, int threads, CancellationToken cancellation)
    {
        var whole = Measure(workload, batchSize, threads, cancellation);
        if (batchSize < 8) return whole;
        var part = Measure(workload, batchSize / 8, threads, cancellation);
        var share = (double)(batchSize / 8) / batchSize;
        var shrinking = Math.Max(0, (whole.ComputeSeconds - part.ComputeSeconds) / (1 - share));
        return whole with { FixedSeconds = Math.Clamp(whole.ComputeSeconds - shrinking, 0, whole.ComputeSeconds) };
    }

    /// <inheritdoc/>
    public void Begin(IReadOnlyCollection<Tensor> leaves)
    {
    }

    /// <inheritdoc/>
    public void Complete(Tensor leaf)
    {
        if (parameters.IndexOf(leaf) is var index and >= 0) current[index] = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static StepProfile Measure(StepWorkload workload, int batchSize, int threads, CancellationToken cancellation)
    {
        using var use = ComputeThreads.Use(threads);
        var (network, optimizer) = (workload.CreateNetwork(), workload.CreateOptimizer());
        network.Initialize(seed: 0);
        network.SetTraining(true);
        var profiler = new StepProfiler(new ModelParameters(network));
        optimizer.Attach(profiler.parameters);
        var random = new CounterRandom(0, RandomPurpose.Synthetic);
        var (input, target) = workload.MakeBatch(batchSize, ref random);
        profiler.Repeat(Stopwatching.LeastWarmUp, Step, cancellation);
        profiler.steps.Clear();
        profiler.Repeat(Length, Step, cancellation);
        return profiler.Medians();

        long Step()
        {
            using var scope = TensorScope.Begin();
            using var randomness = ForwardRandomness.Begin(seed: 0, profiler.steps.Count, 0);
            network.ClearGradients();
            workload.Loss(network.Forward(input), target).Backward(1, profiler);
            var end = Stopwatch.GetTimestamp();
            optimizer.Step();
            return end;
        }
    }

    // A step returns when its backward pass ended.
    private void Repeat(TimeSpan length, Func<long> step, CancellationToken cancellation)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < length || steps.Count < LeastSteps;)
        {
            cancellation.ThrowIfCancellationRequested();
            current = new double[Count + 2];
            start = Stopwatch.GetTimestamp();
            var end = step();
            current[Count] = Stopwatch.GetElapsedTime(start, end).TotalSeconds;
            current[Count + 1] = Stopwatch.GetElapsedTime(end).TotalSeconds;
            steps.Add(current);
        }
    }

    private StepProfile Medians()
    {
        double[] medians = [.. Enumerable.Range(0, Count + 2).Select(index => steps.Select(step => step[index]).Order().ElementAt(steps.Count / 2))];
        return new StepProfile
        {
            Gradients = [.. Enumerable.Range(0, Count).Select(index => new GradientTiming(parameters.Values(index).Length, medians[index]))],
            ComputeSeconds = medians[Count], UpdateSeconds = medians[Count + 1],
        };
    }
}
