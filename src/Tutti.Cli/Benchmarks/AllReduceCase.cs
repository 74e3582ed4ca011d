namespace Tutti.Cli.Benchmarks;

/// <summary>Microseconds a call, one value a repetition.</summary>
internal sealed record AllReduceCase
{
    public required string Name { get; init; }

    public required IReadOnlyList<double> Microseconds { get; init; }
}
