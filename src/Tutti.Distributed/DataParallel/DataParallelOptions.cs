namespace Tutti.Distributed;

/// <summary>How <see cref="DataParallel"/> divides a step.</summary>
public sealed record DataParallelOptions
{
    /// <summary>
    /// How many logical shards a step has. The weights after training depend on this number, not on the number of workers: runs with the same
    /// number agree bit for bit. At least the number of workers. Default null: the number of workers.
    /// </summary>
    public int? ShardCount { get; init; }
}
