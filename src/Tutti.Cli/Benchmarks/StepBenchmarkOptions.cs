namespace Tutti.Cli.Benchmarks;

/// <summary>Which training step is timed; travels to processes as JSON.</summary>
internal sealed record StepBenchmarkOptions
{
    public required string Model { get; init; }

    /// <summary>Samples a worker and step, as the peers count.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How many workers; at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>What a worker is.</summary>
    public string Isolation { get; init; } = "thread";

    /// <summary>Compute threads a worker; at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many values the median is of; at least 1.</summary>
    public int Repetitions { get; init; } = 7;

    internal BenchmarkOptions Measuring => new() { Threads = Threads, Repetitions = Repetitions };

    internal string Name => $"{Model} step, batch {BatchSize} a worker, workers {Workers} ({Isolation}), threads {Threads} a worker";
}
