namespace Tutti.Communication.Launching;

/// <summary>How <see cref="Distributor"/> starts workers.</summary>
public sealed record DistributorOptions
{
    /// <summary>How many workers, at least 1. Default null: one a core.</summary>
    public int? Workers { get; init; }

    /// <summary>What a worker is. Default: a thread.</summary>
    public Isolation Isolation { get; init; }

    /// <summary>How bytes move between workers. Default: the fastest that fits <see cref="Isolation"/>.</summary>
    public TransportKind Transport { get; init; }

    /// <summary>
    /// How long a rank waits for another in a collective, and how long the workers of a faulted job may take to end. More than zero, at
    /// most 24 days. Default 30 seconds.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The group's name in messages and thread names. Default "workers".</summary>
    public string Name { get; init; } = "workers";

    internal int WorkerCount => Workers ?? Environment.ProcessorCount;

    private static TransportKind[] TransportsOf(Isolation isolation) => isolation switch
    {
        Isolation.Process => [TransportKind.SharedMemory, TransportKind.Tcp],
        Isolation.Mpi => [TransportKind.Mpi],
        _ => [TransportKind.Threads],
    };

    internal IEnumerable<OptionProblem> Validate()
    {
        if (Workers < 1)
            yield return new(nameof(Workers), $"too few. Got {Workers}. Expected 1 or more. Leave it out for one a core.");
        if (Transport != TransportKind.Automatic && !TransportsOf(Isolation).Contains(Transport))
            yield return new(nameof(Transport), $"not between workers of this kind. Got {Transport} with isolation {Isolation}. " +
                $"Expected Automatic or {string.Join(" or ", TransportsOf(Isolation))}. Leave it out for the fastest.");
        if (Timeout <= TimeSpan.Zero || Timeout.TotalMilliseconds > int.MaxValue)
            yield return new(nameof(Timeout), $"out of range. Got {Timeout}. Expected more than zero and at most 24 days. Every wait has a deadline.");
        if (string.IsNullOrWhiteSpace(Name))
            yield return new(nameof(Name), $"empty. Got '{Name}'. Expected a word. It names the group in messages.");
    }
}
