namespace Tutti.Cli.Benchmarks;

/// <summary>What the ranks of an <see cref="AllReduceBenchmark"/> do; travels to processes as JSON.</summary>
internal sealed record AllReduceArguments
{
    /// <summary>Bytes of <c>float</c> to sum; multiples of 4.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>How many values a median is of.</summary>
    public int Repetitions { get; init; } = 9;

    /// <summary>Whether the order of the sum may be any: MPI's own all-reduce, or a ring.</summary>
    public bool Any { get; init; }
}
