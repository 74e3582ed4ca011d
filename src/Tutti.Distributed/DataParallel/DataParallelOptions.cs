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
    /// Chooses the size of buckets, and up to where they are summed all to all, by what is measured: the first twelve steps are timed, then
    /// the links, and the simulated step decides (docs/SCALING.md). Until then, and where ranks share memory, buckets are as large as they
    /// are by default. Not together with <see cref="BucketBytes"/>, <see cref="Averaging"/> or <see cref="Compression"/>, whose costs are not modelled; no influence on results. Default false.
    /// </summary>
    public bool Tune { get; init; }

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

    /// <summary>
    /// What the workers divide among themselves; no influence on results. <see cref="StateSharding.Gradients"/> leaves no choice of
    /// <see cref="Averaging"/> and goes with no <see cref="Compression"/>, neither goes with <see cref="Tune"/>. Default:
    /// <see cref="StateSharding.None"/>.
    /// </summary>
    public StateSharding Sharding { get; init; }

    /// <summary>
    /// Whether batch normalisation looks at the whole batch of a step instead of each logical shard alone, as PyTorch's <c>SyncBatchNorm</c>:
    /// training on S shards then equals training on one, up to rounding. Every layer of it waits for all workers once in the forward and
    /// once in the backward pass, so every worker must have one shard: <see cref="ShardCount"/> is the number of workers. The weights depend
    /// on it. Not together with micro-batches. Default false.
    /// </summary>
    public bool SynchronizesBatchNorm { get; init; }

    private bool Compresses => Compression is { } word && word != GradientCompression.None;

    internal IEnumerable<string> Validate(int workerCount)
    {
        if (ShardCount < workerCount)
            yield return $"ShardCount is {ShardCount} with {workerCount} workers, expected {workerCount} or more: raise it, leave it out, or start fewer workers";
        if (SynchronizesBatchNorm && ShardCount > workerCount)
            yield return $"SynchronizesBatchNorm is true with {ShardCount} shards on {workerCount} workers, expected as many workers as shards: " +
                "a worker cannot wait for a shard that it computes later itself";
        if (BucketBytes < 1) yield return $"BucketBytes is {BucketBytes}, expected at least 1";
        if (Tune && BucketBytes is not null) yield return $"BucketBytes is {BucketBytes} and Tune is true, expected one of them: the size is either given or chosen";
        if (Averaging is { } averaging && !Enum.IsDefined(averaging))
            yield return $"Averaging is {Averaging}, expected {string.Join(", ", Enum.GetNames<GradientAveraging>())} or null";
        if (Compression is null) yield return "Compression is null, expected for instance GradientCompression.None";
        else if (Averaging is not null && Compresses)
            yield return $"Averaging is {Averaging} with Compression '{Compression}', expected null: compressed gradients are combined in one way only";
        if (Tune && (Averaging is not null || Compresses))
            yield return $"Tune is true with Averaging {Averaging?.ToString() ?? "null"} and Compression '{Compression}', expected null and none: only plain all-reduce is modelled";
        foreach (var problem in ValidateSharding()) yield return problem;
    }

    private IEnumerable<string> ValidateSharding()
    {
        if (!Enum.IsDefined(Sharding)) yield return $"Sharding is {Sharding}, expected {string.Join(", ", Enum.GetNames<StateSharding>())}";
        if (Sharding != StateSharding.None && Tune)
            yield return $"Tune is true with Sharding {Sharding}, expected false: " +
                "who owns what depends on the buckets, which cannot change then";
        if (Sharding != StateSharding.Gradients) yield break;
        if (Averaging is not (null or GradientAveraging.AllReduce))
            yield return $"Averaging is {Averaging} with Sharding {Sharding}, expected null: it gives every rank the whole sum";
        if (Compresses)
            yield return $"Compression is '{Compression}' with Sharding {Sharding}, expected none, or Sharding OptimizerState: " +
                "it gives every rank the whole sum";
    }
}
