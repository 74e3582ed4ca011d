using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Schedules;

namespace Tutti.Learning.Training;

/// <summary>How a <see cref="Trainer"/> goes about it.</summary>
public sealed record TrainerOptions
{
    /// <summary>How many times all samples are seen. At least 1; default 12.</summary>
    public int EpochCount { get; init; } = 12;

    /// <summary>
    /// Samples a step, on all workers together: the global batch. At least the strategy's shard count; default 64. The last batch of an
    /// epoch may be smaller.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Pins each logical shard to a part of the data: shard s of every step draws from part s only, and a worker reads no rows but those of
    /// its own shards' parts. As many parts as the strategy has shards. Null, the default: every shard draws from all samples.
    /// </summary>
    public Partition? Partition { get; init; }

    /// <summary>How the parts of <see cref="Partition"/> share an epoch's steps. Default: until the largest part is through.</summary>
    public PartPace PartPace { get; init; } = PartPace.LargestPart;

    /// <summary>
    /// Draws each epoch's samples with replacement, in proportion to these weights: one a sample, finite, at least 0, not all 0, for
    /// instance to see rare classes more often. Not together with <see cref="Partition"/>. Null, the default: every sample once an epoch.
    /// </summary>
    public IReadOnlyList<double>? SampleWeights { get; init; }

    /// <summary>The seed of the initial parameters (if the network has none yet) and of the order of samples. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the learning rate changes from the optimizer's own in the course of a training. Default: it stays.</summary>
    public Schedule Schedule { get; init; } = Schedules.Schedules.Constant;

    /// <summary>How the optimizer's momentum changes, for instance <see cref="Schedules.Schedules.OneCycleMomentum"/>. Null, the default: it stays.</summary>
    public Schedule? MomentumSchedule { get; init; }

    /// <summary>
    /// Lets the learning rate that the schedule starts from fall when the monitored metric stops getting better; reported to after each epoch.
    /// Its mode follows <see cref="Monitor"/>. Null, the default: it stays.
    /// </summary>
    public ReduceOnPlateauOptions? Plateau { get; init; }

    /// <summary>
    /// The largest norm of all gradients of a step together, more than 0; larger ones are scaled down before the update. Null, the default: no
    /// limit.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// The most samples that are computed at once: a shard with more is computed in parts as equal as can be, whose gradients add up
    /// (gradient accumulation), which takes less memory. The bits depend on it, batch normalisation looks at each part alone; so it must be
    /// null where the strategy has a <see cref="ITrainingStrategy.StatisticsExchange"/>. Null, the default: the whole shard.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Which number says how good an epoch is. Default: the validation loss.</summary>
    public MonitoredMetric Monitor { get; init; } = MonitoredMetric.ValidationLoss;

    /// <summary>After how many epochs without improvement the training ends early; at least 1. Null, the default: never.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much the monitored metric must be better than at the last improvement to count as one; at least 0. Default 0.</summary>
    public double LeastImprovement { get; init; }

    /// <summary>
    /// How many batches are read ahead on a thread of their own; 0 reads each when it is needed. Null, the default, chooses: 2 where a
    /// core is left for the reader and reading a batch takes longer than handing it over, else 0. No influence on results.
    /// </summary>
    public int? PrefetchDepth { get; init; }

    /// <summary>Samples computed at a time during evaluation; no influence on results but for rounding of the loss. Default 256.</summary>
    public int EvaluationBatchSize { get; init; } = 256;

    /// <summary>
    /// How many threads of this worker compute one operation together, at least 1; no influence on results. Null, the default: the
    /// machine's cores divided by the workers, at least 1.
    /// </summary>
    public int? ComputeThreads { get; init; }

    /// <summary>Which samples each step takes.</summary>
    internal BatchPlan PlanFor(int sampleCount, int shardCount)
    {
        Partition?.CheckFits(sampleCount);
        if (SampleWeights is { } weights && weights.Count != sampleCount)
            throw new ArgumentException(
                $"Trainer: the sample weights are for another data set. Got {weights.Count} weights and {sampleCount} samples. Expected one a sample.");
        return Partition is { } partition ? new PinnedBatchPlan(partition, BatchSize, Seed, PartPace)
            : SampleWeights is { } given ? new WeightedBatchPlan(given, BatchSize, shardCount, Seed)
            : new BatchPlan(sampleCount, BatchSize, shardCount, Seed);
    }

    internal void ThrowIfInvalid(ITrainingStrategy strategy)
    {
        var shardCount = strategy.ShardCount;
        var problems = new List<string>();
        if (Schedule is null) problems.Add("Schedule is null, expected for instance Schedules.Constant");
        if (EpochCount < 1) problems.Add($"EpochCount is {EpochCount}, expected at least 1");
        if (BatchSize < shardCount) problems.Add($"BatchSize is {BatchSize}, expected at least the number of shards ({shardCount})");
        if (Partition is { } partition && partition.PartCount != shardCount)
            problems.Add($"Partition has {partition.PartCount} parts, expected one for each of the {shardCount} shards");
        if (Partition is not null && SampleWeights is not null) problems.Add("both Partition and SampleWeights are set, expected one of them");
        if (!Enum.IsDefined(PartPace)) problems.Add($"PartPace is {PartPace}, expected LargestPart or GlobalBatch");
        if (ClipNorm is { } norm && !(norm > 0)) problems.Add($"ClipNorm is {ClipNorm}, expected more than 0");
        if (MicroBatchSize < 1) problems.Add($"MicroBatchSize is {MicroBatchSize}, expected at least 1");
        if (MicroBatchSize is not null && strategy.StatisticsExchange is not null)
            problems.Add($"MicroBatchSize is {MicroBatchSize} where batch normalisation looks at all shards, expected null: " +
                "they may have other numbers of parts");
        if (Patience < 1) problems.Add($"Patience is {Patience}, expected at least 1");
        if (!(LeastImprovement >= 0)) problems.Add($"LeastImprovement is {LeastImprovement}, expected at least 0");
        if (PrefetchDepth < 0) problems.Add($"PrefetchDepth is {PrefetchDepth}, expected at least 0");
        if (ComputeThreads < 1) problems.Add($"ComputeThreads is {ComputeThreads}, expected at least 1");
        if (EvaluationBatchSize < 1) problems.Add($"EvaluationBatchSize is {EvaluationBatchSize}, expected at least 1");
        if (problems.Count > 0) throw new ArgumentException($"TrainerOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
