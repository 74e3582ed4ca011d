namespace Tutti.Cli.Benchmarks;

/// <summary>What a rank of an <see cref="AllReduceBenchmark"/> measured; travels from processes as JSON.</summary>
internal sealed record AllReduceOutcome
{
    public required IReadOnlyList<AllReduceCase> Cases { get; init; }
}
