namespace Tutti.Communication.Launching;

/// <summary>How a job of processes ended.</summary>
public sealed record LaunchOutcome
{
    /// <summary>Why the job failed: the failure that came first. Null if it did not fail.</summary>
    public WorkerFailure? FirstFailure { get; init; }

    /// <summary>
    /// All failures, in the order in which they came, also those that the job survived. Where there are more than 100, the oldest have lost
    /// their last words.
    /// </summary>
    public IReadOnlyList<WorkerFailure> Failures { get; init; } = [];

    /// <summary>It was stopped before every worker had ended.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>How often workers were started again.</summary>
    public int RestartCount { get; init; }

    /// <summary>Ranks that even a kill did not end in time.</summary>
    public IReadOnlyList<int> StillRunning { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>It ran to its end, with as many workers as were asked for at least.</summary>
    public bool IsSuccess => FirstFailure is null && !IsCancelled;
}
