namespace Tutti.Cli.Benchmarks;

/// <summary>Which training step is timed.</summary>
internal sealed record StepBenchmarkOptions
{
    internal required string Model { get; init; }

    internal required StepWorkload Workload { get; init; }

    /// <summary>Samples a worker and step, as the peers count.</summary>
    internal required int BatchSize { get; init; }

    /// <summary>Thread workers; at least 1.</summary>
    internal int Workers { get; init; } = 1;

    internal BenchmarkOptions Measuring { get; init; } = new();

    internal string Name => $"{Model} step, batch {BatchSize} a worker, workers {Workers} (thread), threads {Measuring.Threads} a worker";
}
