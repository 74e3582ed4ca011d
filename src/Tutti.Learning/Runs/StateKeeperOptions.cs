namespace Tutti.Learning.Runs;

/// <summary>How often a <see cref="StateKeeper"/> writes within an epoch.</summary>
public sealed record StateKeeperOptions
{
    /// <summary>After how much time, at least; more than zero. Default: 30 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Also after so many steps; at least 1. Null, the default: by time only.</summary>
    public int? StepInterval { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Interval <= TimeSpan.Zero) problems.Add($"Interval is {Interval}, expected more than zero");
        if (StepInterval < 1) problems.Add($"StepInterval is {StepInterval}, expected at least 1");
        if (problems.Count > 0) throw new ArgumentException($"StateKeeperOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
