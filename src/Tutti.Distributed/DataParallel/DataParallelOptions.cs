namespace Tutti.Distributed;

/// <summary>How <see cref="DataParallel"/> divides a step and combines its gradients; the same on every rank.</summary>
public sealed record DataParallelOptions
{
    internal const int MessageBucketBytes = 1 << 20;

    /// <summary>
    /// How many logical shards a step has. The weights after training depend on this number, not on the number of workers: runs with the same
    /// number agree bit for bit. At least the number of workers. Default null: the number of workers.
    /// </summary>
    public int? ShardCount { get; init; }

    /// <summary>
    /// How many bytes of gradients are reduced together, at least: a bucket ends with the parameter that fills it. Each bucket is reduced as
    /// soon as the backward pass has left its parameters behind, while the pass goes on; smaller buckets begin earlier and cost more messages.
    /// At least 1; no influence on results. Default null: 1 MB where ranks send messages, everything together where they share memory.
    /// </summary>
    public int? BucketBytes { get; init; }

    /// <summary>
    /// Chooses the size of buckets, and up to where they are summed all to all, by what is measured: the first twelve steps are timed, then
    /// the links, and the simulated step decides (docs/SCALING.md). Until then, and where ranks share memory, buckets are as large as they
    /// are by default. Not together with <see cref="BucketBytes"/>; no influence on results. Default false.
    /// </summary>
    public bool Tune { get; init; }

    internal IEnumerable<string> Validate(int workerCount)
    {
        if (ShardCount < workerCount)
            yield return $"ShardCount is {ShardCount} with {workerCount} workers, expected {workerCount} or more: raise it, leave it out, or start fewer workers";
        if (BucketBytes < 1) yield return $"BucketBytes is {BucketBytes}, expected at least 1";
        if (Tune && BucketBytes is not null) yield return $"BucketBytes is {BucketBytes} and Tune is true, expected one of them: the size is either given or chosen";
    }
}
