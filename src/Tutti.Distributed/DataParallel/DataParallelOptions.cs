using Tutti.Learning.Compression;

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
    /// At least 1; no influence on results. Default null: 1 MB; everything together where ranks share
    /// memory and sum what is not compressed by <see cref="GradientAveraging.AllReduce"/>.
    /// </summary>
    public int? BucketBytes { get; init; }

    /// <summary>
    /// By which collectives uncompressed gradients are combined; no influence on results. Default null:
    /// <see cref="GradientAveraging.AllReduce"/>. Compression has collectives of its own, so it leaves no choice: set it to null then.
    /// </summary>
    public GradientAveraging? Averaging { get; init; }

    /// <summary>
    /// How gradients are made smaller, with loss, before they travel; each logical shard has an error feedback that gives what was lost to the
    /// next steps. The weights depend on it and on the number of shards, not on the number of workers or the size of buckets. Default:
    /// <see cref="GradientCompression.None"/>.
    /// </summary>
    public GradientCompression Compression { get; init; } = GradientCompression.None;

    internal IEnumerable<string> Validate(int workerCount)
    {
        if (ShardCount < workerCount)
            yield return $"ShardCount is {ShardCount} with {workerCount} workers, expected {workerCount} or more: raise it, leave it out, or start fewer workers";
        if (BucketBytes < 1) yield return $"BucketBytes is {BucketBytes}, expected at least 1";
        if (Averaging is { } averaging && !Enum.IsDefined(averaging))
            yield return $"Averaging is {Averaging}, expected {string.Join(", ", Enum.GetNames<GradientAveraging>())} or null";
        if (Compression is null) yield return "Compression is null, expected for instance GradientCompression.None";
        else if (Averaging is not null && Compression != GradientCompression.None)
            yield return $"Averaging is {Averaging} with Compression '{Compression}', expected null: compressed gradients are combined in one way only";
    }
}
