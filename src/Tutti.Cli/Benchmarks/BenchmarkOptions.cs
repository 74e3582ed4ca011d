namespace Tutti.Cli.Benchmarks;

/// <summary>How a benchmark measures.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>How many values the median is of; at least 1. Default 7.</summary>
    internal int Repetitions { get; init; } = 7;

    /// <summary>How long a repetition lasts. Default 0.25 s.</summary>
    internal TimeSpan RepetitionTime { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Compute threads a worker; at least 1.</summary>
    internal int Threads { get; init; } = 1;
}
