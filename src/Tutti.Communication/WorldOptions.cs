using Tutti.Communication.Launching;

namespace Tutti.Communication;

/// <summary>How a process joins its world, as far as its launcher does not say.</summary>
public sealed record WorldOptions
{
    /// <summary>The group's name in messages. Default "workers".</summary>
    public string Name { get; init; } = "workers";

    /// <summary>
    /// How long a rank may be late for a collective. A rank whose process is dead or frozen is noticed within seconds, whatever this is.
    /// More than zero, at most 24 days. Default 30 seconds.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the coordinator and for the last rank. More than zero, at most 24 days. Default 60 seconds.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How bytes move; the same on every rank. Default: what the launcher says, else the fastest that reaches every rank.
    /// </summary>
    public TransportKind Transport { get; init; }

    /// <summary>
    /// What the job is for, in lines such as <c>seed=5</c>: a process that joins a running job must say the same as its first ranks, and is
    /// refused with what differs if it does not. At most 8,192 characters. Default empty: nothing.
    /// </summary>
    public string Purpose { get; init; } = "";

    private const int MostPurpose = 8192;

    internal IEnumerable<OptionProblem> Validate()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return new(nameof(Name), $"empty. Got '{Name}'. Expected a word. It names the group in messages.");
        foreach (var (name, value) in new[] { (nameof(Timeout), Timeout), (nameof(JoinTimeout), JoinTimeout) })
            if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
                yield return new(name, $"out of range. Got {value}. Expected more than zero and at most 24 days. Every wait has a deadline.");
        if (Purpose.Length > MostPurpose)
            yield return new(nameof(Purpose), $"too long. Got {Purpose.Length} characters. Expected at most {MostPurpose}. Give digests of what is long.");
        if (Transport == TransportKind.Threads)
            yield return new(nameof(Transport), "not between processes. Got Threads. Expected another. Use Distributor for thread workers.");
    }
}
