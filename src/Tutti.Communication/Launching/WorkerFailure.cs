namespace Tutti.Communication.Launching;

/// <summary>A worker that failed: which, how, and what it said last.</summary>
public sealed record WorkerFailure
{
    /// <summary>The worker's rank; null where the fault is no rank's.</summary>
    public int? Rank { get; init; }

    /// <summary>Its exit code, 128 + n where signal n ended it; null where it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, such as <c>SIGSEGV</c>; null where none did.</summary>
    public string? Signal { get; init; }

    /// <summary>What the ranks were told: the operation and the first cause; null where nothing was.</summary>
    public string? Verdict { get; init; }

    /// <summary>How long it had run.</summary>
    public TimeSpan After { get; init; }

    /// <summary>What it last wrote to standard error, at most 40 lines, the oldest first; empty where that was not captured.</summary>
    public IReadOnlyList<string> LastErrorLines { get; init; } = [];

    /// <summary>"rank 2 failed: exit code 3".</summary>
    /// <returns>Which worker and how, without its last words.</returns>
    public string Describe()
    {
        var who = Rank is { } rank ? $"rank {rank}" : "the job";
        var how = Signal is { } signal ? $"killed by {signal}" : ExitCode is { } code ? $"exit code {code}" : "it did not go on";
        return $"{who} failed: {how}";
    }
}
