namespace Tutti.Communication.Rendezvous;

/// <summary>What <see cref="ClusterCheck"/> compares and measures.</summary>
public sealed record ClusterCheckOptions
{
    /// <summary>Digests of data that every rank should have alike, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> DataDigests { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait for the ranks to join, more than zero. Default 60 seconds.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far two clocks may differ. Default 1 second.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(1);

    internal IEnumerable<Launching.OptionProblem> Validate()
    {
        if (JoinTimeout <= TimeSpan.Zero || JoinTimeout.TotalMilliseconds > int.MaxValue)
            yield return new(nameof(JoinTimeout), $"out of range. Got {JoinTimeout}. Expected more than zero and at most 24 days. Every " +
                "wait has a deadline.");
        if (ClockTolerance < TimeSpan.Zero)
            yield return new(nameof(ClockTolerance), $"negative. Got {ClockTolerance}. Expected zero or more. Leave it out for a second.");
    }
}
