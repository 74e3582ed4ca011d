using Tutti.Cli.Arguments;
using Tutti.Learning.Compression;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Cli.Training;

/// <summary>Everything that <c>tutti train</c> can be told, by flags or a configuration file.</summary>
internal sealed record TrainSettings
{
    internal const string DefaultOut = "runs";

    internal string Data { get; init; } = DataCatalog.DefaultName;

    internal string? DataRoot { get; init; }

    /// <summary>A table's column of classes; null: the last.</summary>
    internal string? Label { get; init; }

    /// <summary>The share of a table's rows to measure on; null: a fifth.</summary>
    internal double? TestShare { get; init; }

    /// <summary>A CSV file's column of groups; null: none.</summary>
    internal string? Group { get; init; }

    internal TableOptions Table => new() { LabelColumn = Label, GroupColumn = Group, TestShare = TestShare };

    /// <summary>Which samples each logical shard draws from.</summary>
    internal PartitionSettings Partition { get; init; } = new();

    /// <summary>A preset's name, or the path of a JSON file with layers.</summary>
    internal string Model { get; init; } = "cnn";

    /// <summary>What a model from a file is trained to give; presets know it themselves.</summary>
    internal string? Task { get; init; }

    /// <summary>A file with the weights to start from; null: drawn from the seed.</summary>
    internal string? Initial { get; init; }

    internal int Epochs { get; init; } = 12;

    /// <summary>Samples a step, on all workers together.</summary>
    internal int BatchSize { get; init; } = 64;

    internal ulong Seed { get; init; }

    /// <summary>The most samples of a shard that are computed at once; null: all.</summary>
    internal int? MicroBatch { get; init; }

    /// <summary>Which number says how good an epoch is.</summary>
    internal string Monitor { get; init; } = MonitorNames.Loss;

    /// <summary>Epochs without improvement after which the training ends; null: never.</summary>
    internal int? Patience { get; init; }

    /// <summary>Steps between two training states, besides those by time; null: by time only.</summary>
    internal int? StateSteps { get; init; }

    internal string Optimizer { get; init; } = OptimizerNames.Adam;

    /// <summary>Null: the optimizer's own default.</summary>
    internal double? LearningRate { get; init; }

    /// <summary>How the learning rate changes; falling, by default, since the result then depends less on the last steps.</summary>
    internal string Schedule { get; init; } = ScheduleNames.Cosine;

    /// <summary>Steps in which the learning rate rises along a line; null: none.</summary>
    internal int? WarmupSteps { get; init; }

    /// <summary>The largest norm of a step's gradients; null: no limit.</summary>
    internal double? ClipNorm { get; init; }

    /// <summary>The momentum of those that have one; null: none.</summary>
    internal double? Momentum { get; init; }

    internal double WeightDecay { get; init; }

    /// <summary>Null: one a core, but no more than shards.</summary>
    internal int? Workers { get; init; }

    internal string Isolation { get; init; } = WorkerKinds.Thread;

    /// <summary>How bytes move between workers; <c>auto</c>: the fastest that fits.</summary>
    internal string Transport { get; init; } = WorkerKinds.Automatic;

    /// <summary>How many of the workers run on this machine; null: all.</summary>
    internal int? LocalWorkers { get; init; }

    /// <summary>While so many workers are left, the loss of one does not end the training; null: all are needed.</summary>
    internal int? MinWorkers { get; init; }

    /// <summary>How many lost workers are started again; the others are missed.</summary>
    internal int MaxRestarts { get; init; }

    /// <summary>Where workers that are not started here may join; null: nowhere.</summary>
    internal string? Listen { get; init; }

    /// <summary>Compute threads a worker; null: the cores' fair share, at least 1.</summary>
    internal int? Threads { get; init; }

    internal string Strategy { get; init; } = TrainSettingTable.DataParallel;

    /// <summary>Logical shards a step; null: as many as workers.</summary>
    internal int? Shards { get; init; }

    /// <summary>How many bytes of gradients are summed together; null: as the strategy has it, or, if <see cref="Tune"/>, chooses it.</summary>
    internal int? BucketBytes { get; init; }

    /// <summary>Whether the strategy chooses by what it measures.</summary>
    internal bool Tune { get; init; }

    /// <summary>Whether to say what was chosen, and why.</summary>
    internal bool Explain { get; init; }

    /// <summary>What workers divide among themselves, by ZeRO's stages: 0 nothing, 1 the optimizer's memory, 2 gradients too.</summary>
    internal int Zero { get; init; }

    /// <summary>How uncompressed gradients are combined; null: the default.</summary>
    internal string? Averaging { get; init; }

    /// <summary>How gradients are made smaller.</summary>
    internal GradientCompression Compression { get; init; } = GradientCompression.None;

    /// <summary>Whether batch normalisation looks at the whole batch of a step.</summary>
    internal bool SynchronizesBatchNorm { get; init; }

    /// <summary>Whether gradients lose anything on their way.</summary>
    internal bool Compresses => Compression != GradientCompression.None;

    /// <summary>The folder of runs.</summary>
    internal string Out { get; init; } = DefaultOut;

    /// <summary>Where the timeline of collectives and steps goes; null: none is kept.</summary>
    internal string? Trace { get; init; }

    internal int WorkerCount => Workers ?? Math.Min(Environment.ProcessorCount, Math.Min(Shards ?? int.MaxValue, BatchSize));

    internal int ShardCount => Shards ?? WorkerCount;

    internal int ThreadCount => Threads ?? Math.Max(1, Environment.ProcessorCount / (LocalWorkers ?? WorkerCount));

    /// <summary>What does not fit together, each a whole message; empty if all is well.</summary>
    /// <param name="needsInitial">Whether the weights to start from will be read: not where a run goes on from its state.</param>
    internal IEnumerable<string> Validate(bool needsInitial = true)
    {
        if (needsInitial && Initial is { } file && !File.Exists(file))
            yield return $"--initial: there is no such file. Got '{file}'. Expected a file that exists.";
        if (ShardCount < WorkerCount)
            yield return $"--shards: fewer shards than workers. Got {ShardCount} for {WorkerCount} workers. " +
                $"Expected at least {WorkerCount}, or fewer workers.";
        if (BatchSize < ShardCount)
            yield return $"--batch-size: smaller than the number of shards. Got {BatchSize} for {ShardCount} shards. " +
                $"Expected at least {ShardCount}, since every shard takes its part, or fewer workers or shards.";
        if (Transport != WorkerKinds.Automatic && WorkerKinds.IsolationFor(WorkerKinds.TransportOf(Transport)) is { } needed && needed != Isolation &&
            !(Isolation == WorkerKinds.Mpi && needed == WorkerKinds.Process))
            yield return $"--transport: not between workers of this kind. Got {Transport} with --isolation {Isolation}. " +
                $"Expected --isolation {needed}, or another transport.";
        foreach (var problem in Partition.Validate(ShardCount)) yield return problem;
        foreach (var problem in ValidateElasticity().Concat(ValidateSharding()).Concat(ValidateSynchronization())) yield return problem;
        if (Compresses && MinWorkers is not null)
            yield return $"--min-workers: what compression still owes is lost with a worker. Got {MinWorkers} with --compression {Compression}. " +
                "Expected no --min-workers, or --compression none.";
        if (Tune && (Averaging is not null || Compresses))
            yield return "--bucket-bytes: sizes are chosen only for the usual way to sum. Got auto with " +
                $"{(Averaging is null ? "" : $"--averaging {Averaging} and ")}--compression {Compression}. Expected a number, or neither of them.";
        if (Compresses && Averaging is not null)
            yield return $"--averaging: compressed gradients are combined in one way only. Got '{Averaging}' with --compression {Compression}. " +
                "Expected no --averaging, or --compression none.";
        if (Momentum > 0 && !OptimizerNames.WithMomentum.Contains(Optimizer))
            yield return $"--momentum: only {string.Join(" and ", OptimizerNames.WithMomentum)} have a momentum. Got optimizer '{Optimizer}'. " +
                $"Expected --optimizer {OptimizerNames.Sgd}, or no momentum.";
    }

    private IEnumerable<string> ValidateSharding()
    {
        if (Zero == 0) yield break;
        if (MinWorkers is not null)
            yield return $"--zero: what a worker has alone is lost with it. Got {Zero} with --min-workers {MinWorkers}. " +
                "Expected no --min-workers, or --zero 0. Go on with tutti train --resume after a loss.";
        if (Tune)
            yield return $"--zero: who holds what depends on the buckets, which cannot change then. Got {Zero} with --bucket-bytes auto. " +
                "Expected a number, or --zero 0.";
        if (Zero < 2) yield break;
        if (Averaging is not (null or AveragingNames.AllReduce))
            yield return $"--zero: {Averaging} gives every worker the whole sum. Got {Zero} with --averaging {Averaging}. " +
                "Expected no --averaging, or --zero 1.";
        if (Compresses)
            yield return $"--zero: compressed gradients give every worker the whole sum. Got {Zero} with --compression {Compression}. " +
                "Expected --compression none, or --zero 1.";
    }

    private IEnumerable<string> ValidateSynchronization()
    {
        if (!SynchronizesBatchNorm) yield break;
        if (ShardCount > WorkerCount)
            yield return "--sync-batch-norm: a worker cannot wait for a shard that it computes later itself. " +
                $"Got {ShardCount} shards for {WorkerCount} workers. Expected as many workers as shards. Set --workers, or leave --shards out.";
        if (MicroBatch is not null)
            yield return $"--sync-batch-norm: shards may have other numbers of micro-batches. Got --micro-batch {MicroBatch}. " +
                "Expected none. Leave one of them out.";
        if (MinWorkers is not null)
            yield return $"--sync-batch-norm: fewer workers than shards cannot synchronise. Got --min-workers {MinWorkers}. " +
                "Expected none. Leave one of them out.";
    }

    private IEnumerable<string> ValidateElasticity()
    {
        if (MinWorkers is null && MaxRestarts > 0)
            yield return $"--max-restarts: only a training that may miss workers replaces them. Got {MaxRestarts} without --min-workers. " +
                "Expected --min-workers too. Add it, or leave --max-restarts out.";
        if (MinWorkers is null && Listen is not null)
            yield return $"--listen: only a training that may miss workers takes in others. Got '{Listen}' without --min-workers. " +
                "Expected --min-workers too. Add it, or leave --listen out.";
        if (MinWorkers is not { } least) yield break;
        if (least > WorkerCount)
            yield return $"--min-workers: more than there are workers. Got {least} of {WorkerCount} workers. " +
                $"Expected 1 to {WorkerCount}. Lower it, or start more workers.";
        if (Isolation == WorkerKinds.Thread)
            yield return $"--min-workers: a thread is not lost alone. Got {least} with --isolation {Isolation}. " +
                $"Expected --isolation {WorkerKinds.Process}. Leave --min-workers out, or train with processes.";
        if (Isolation == WorkerKinds.Mpi)
            yield return $"--min-workers: MPI ends all ranks with one. Got {least} with --isolation {Isolation}. " +
                $"Expected --isolation {WorkerKinds.Process}. Leave --min-workers out, and go on with tutti train --resume after a loss.";
    }
}
