using Tutti.Cli.Arguments;
using Tutti.Learning.Compression;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Cli.Training;

/// <summary>All settings of <c>tutti train</c>: the one place that says their paths, flags, values and defaults.</summary>
internal sealed class TrainSettingTable
{
    internal const string DataParallel = "data-parallel";

    private const string Automatic = "auto";

    private const int MostWorkers = 1024, MostZero = 2;

    private static readonly string[] Strategies = [DataParallel];

    internal IReadOnlyList<TrainSetting> All { get; } =
    [
        new("data.name", new("--data", "NAME|PATH", "A data set's name, a folder with IDX files, or a file with a table (default: fashion-mnist-10k)"),
            (settings, given) => settings with { Data = given.NotEmpty() }, settings => Rooted(settings.Data)),
        new("data.root", DataOptions.CreateRoot(),
            (settings, given) => settings with { DataRoot = given.NotEmpty() },
            settings => settings.DataRoot is { } root ? Path.GetFullPath(root) : null, MayChangeOnResume: true),
        new("data.label", DataOptions.CreateLabel(),
            (settings, given) => settings with { Label = given.NotEmpty() }, settings => settings.Label),
        new("data.testShare", DataOptions.CreateTestShare(),
            (settings, given) => settings with { TestShare = given.Share() }, settings => settings.TestShare),
        new("data.group", DataOptions.CreateGroup(),
            (settings, given) => settings with { Group = given.NotEmpty() }, settings => settings.Group),
        .. PartitionSettingTable.Create(),
        new("model.name", new("--model", "NAME|FILE", $"The model (default: cnn): {string.Join(", ", ModelPresets.Names)}; or a JSON file with layers"),
            (settings, given) => settings with { Model = ModelChoice.Read(given) }, settings => settings.Model),
        new("model.task", new("--task", "NAME", $"What a model from a file gives: {string.Join(" or ", ModelTasks.All)} (default: classification)"),
            (settings, given) => settings with { Task = given.OneOf(ModelTasks.All) }, settings => settings.Task),
        new("model.initial", new("--initial", "FILE", "A safetensors file with the weights to start from (default: drawn from the seed)"),
            (settings, given) => settings with { Initial = Path.GetFullPath(given.NotEmpty()) }, settings => settings.Initial),
        new("training.epochs", new("--epochs", "N", "How many times all samples are seen (default: 12)"),
            (settings, given) => settings with { Epochs = given.WholeNumber(1) }, settings => settings.Epochs),
        new("training.batchSize", new("--batch-size", "N", "Samples a step, on all workers together (default: 64)"),
            (settings, given) => settings with { BatchSize = given.WholeNumber(1) }, settings => settings.BatchSize),
        new("training.seed", new("--seed", "N", "The seed of initial weights and of the samples' order (default: 0)"),
            (settings, given) => settings with { Seed = given.Seed() }, settings => settings.Seed),
        new("training.microBatch",
            new("--micro-batch", "N", "The most samples that a shard computes at once; gradients add up (default: the whole shard)"),
            (settings, given) => settings with { MicroBatch = given.WholeNumber(1) }, settings => settings.MicroBatch),
        new("training.monitor", new("--monitor", "NAME", $"What says how good an epoch is: {string.Join(", ", MonitorNames.All)} (default: loss)"),
            (settings, given) => settings with { Monitor = given.OneOf(MonitorNames.All) }, settings => settings.Monitor),
        new("training.patience", new("--patience", "N", "Stop after N epochs without improvement (default: never)"),
            (settings, given) => settings with { Patience = given.WholeNumber(1) }, settings => settings.Patience),
        new("training.stateSteps", new("--state-steps", "N", "Keep the state for --resume every N steps too (default: every 30 s and each epoch)"),
            (settings, given) => settings with { StateSteps = given.WholeNumber(1) }, settings => settings.StateSteps, MayChangeOnResume: true),
        new("optimizer.name", new("--optimizer", "NAME", $"{string.Join(", ", OptimizerNames.All)} (default: adam)"),
            (settings, given) => settings with { Optimizer = given.OneOf(OptimizerNames.All) }, settings => settings.Optimizer),
        new("optimizer.learningRate", new("--learning-rate", "X", "The size of a step (default: the optimizer's own, 0.001 for adam, 0.01 for sgd)"),
            (settings, given) => settings with { LearningRate = given.MoreThanZero() },
            settings => OptimizerNames.LearningRateOf(settings)),
        new("optimizer.schedule", new("--schedule", "NAME", $"How the learning rate changes: {string.Join(", ", ScheduleNames.All)} (default: cosine)"),
            (settings, given) => settings with { Schedule = given.OneOf(ScheduleNames.All) }, settings => settings.Schedule),
        new("optimizer.warmup", new("--warmup", "STEPS", "Steps in which the learning rate rises to its beginning (default: none)"),
            (settings, given) => settings with { WarmupSteps = given.WholeNumber(1) }, settings => settings.WarmupSteps),
        new("optimizer.clipNorm", new("--clip-norm", "X", "The largest norm of a step's gradients; larger ones are scaled down (default: no limit)"),
            (settings, given) => settings with { ClipNorm = given.MoreThanZero() }, settings => settings.ClipNorm),
        new("optimizer.momentum", new("--momentum", "X", "How much of the former direction sgd or rmsprop keeps, 0 to less than 1 (default: 0)"),
            (settings, given) => settings with { Momentum = given.Fraction() }, settings => settings.Momentum),
        new("optimizer.weightDecay", new("--weight-decay", "X", "The share of each weight added to its gradient (default: 0)"),
            (settings, given) => settings with { WeightDecay = given.AtLeastZero() }, settings => settings.WeightDecay),
        new("distribution.workers", new("--workers", "N", "Workers that train together (default: one a core)"),
            (settings, given) => settings with { Workers = given.WholeNumber(1, MostWorkers) }, settings => settings.WorkerCount, MayChangeOnResume: true),
        new("distribution.isolation", new("--isolation", "KIND", $"What a worker is: {string.Join(", ", WorkerKinds.Isolations)} (default: thread)"),
            (settings, given) => settings with { Isolation = given.OneOf(WorkerKinds.Isolations) }, settings => settings.Isolation, MayChangeOnResume: true),
        new("distribution.transport",
            new("--transport", "NAME", $"How bytes move between workers: {string.Join(", ", WorkerKinds.Transports)} (default: auto, the fastest)"),
            (settings, given) => settings with { Transport = given.OneOf(WorkerKinds.Transports) }, settings => settings.Transport, MayChangeOnResume: true),
        new("distribution.minWorkers",
            new("--min-workers", "N", "While so many processes are left, one that is lost or gets SIGTERM does not end the training, and others may join (default: all)"),
            (settings, given) => settings with { MinWorkers = given.WholeNumber(1, MostWorkers) }, settings => settings.MinWorkers, MayChangeOnResume: true),
        new("distribution.maxRestarts",
            new("--max-restarts", "N", "How many lost workers are started again, with --min-workers (default: 0)"),
            (settings, given) => settings with { MaxRestarts = given.WholeNumber(0) },
            settings => settings.MaxRestarts == 0 ? null : settings.MaxRestarts, MayChangeOnResume: true),
        new("distribution.listen",
            new("--listen", "HOST:PORT",
                "Where workers started by hand may join, with --min-workers and TUTTI_JOB_SECRET set on both sides (default: nowhere)"),
            (settings, given) => settings with { Listen = given.NotEmpty() }, _ => null, MayChangeOnResume: true),
        new("distribution.threads", new("--threads", "N", "Compute threads a worker (default: cores ÷ workers)"),
            (settings, given) => settings with { Threads = given.WholeNumber(1, MostWorkers) }, settings => settings.ThreadCount, MayChangeOnResume: true),
        new("distribution.strategy", new("--strategy", "NAME", $"How workers share the work (default: {DataParallel})"),
            (settings, given) => settings with { Strategy = given.OneOf(Strategies) }, settings => settings.Strategy),
        new("distribution.shards",
            new("--shards", "N", "Logical shards a step; runs with the same number give the same bits (default: workers)"),
            (settings, given) => settings with { Shards = given.WholeNumber(1, MostWorkers) }, settings => settings.ShardCount),
        new("distribution.averaging",
            new("--averaging", "NAME", $"How gradients are combined, to the same bits: {string.Join(", ", AveragingNames.All)} (default: all-reduce)"),
            (settings, given) => settings with { Averaging = given.OneOf(AveragingNames.All) }, settings => settings.Averaging, MayChangeOnResume: true),
        new("distribution.compression",
            new("--compression", "NAME", $"How gradients are made smaller, with loss: {string.Join(", ", GradientCompression.Words)}; " +
                "top-k:SHARE and power-sgd:RANK say how much (default: none)"),
            (settings, given) => settings with { Compression = AveragingNames.ReadCompression(given) }, settings => settings.Compression.Word),
        new("distribution.syncBatchNorm",
            ValueOption.Switch(
                "--sync-batch-norm", "Batch normalisation looks at the whole batch, not at each shard; needs a worker a shard (default: false)"),
            (settings, given) => settings with { SynchronizesBatchNorm = given.Switch() },
            settings => settings.SynchronizesBatchNorm ? ValueOption.True : null),
        new("distribution.bucketBytes",
            new("--bucket-bytes", $"N|{Automatic}",
                $"Bytes of gradients that are summed together; {Automatic}: chosen by what is measured (default: all at once where workers share " +
                "memory and nothing else is asked for, else 1 MB)"),
            (settings, given) => given.Text == Automatic
                ? settings with { Tune = true, BucketBytes = null }
                : settings with { Tune = false, BucketBytes = given.WholeNumber(1) },
            settings => settings.Tune ? Automatic : settings.BucketBytes, MayChangeOnResume: true),
        new("distribution.zero",
            new("--zero", "STAGE",
                "What workers divide among themselves, to the same bits (ZeRO): 0 nothing, 1 the optimizer's memory, 2 gradients too " +
                "(default: 0)"),
            (settings, given) => settings with { Zero = given.WholeNumber(0, MostZero) },
            settings => settings.Zero == 0 ? null : settings.Zero, MayChangeOnResume: true),
        new("output.folder", new("--out", "FOLDER", "The folder of runs (default: runs)"),
            (settings, given) => settings with { Out = given.NotEmpty() }, settings => settings.Out, MayChangeOnResume: true),
        new("output.trace",
            new("--trace", "FILE",
                "Write a timeline of collectives and steps, for chrome://tracing or Perfetto; after a fault one a rank (default: none)"),
            (settings, given) => settings with { Trace = given.NotEmpty() }, settings => settings.Trace, MayChangeOnResume: true),
    ];

    private static readonly string[] Parts = ["training.", "optimizer.", "distribution."];

    // No bit depends on them, but workers that differ do not understand each other.
    private static readonly string[] Alike = ["distribution.minWorkers", "distribution.averaging", "distribution.bucketBytes"];

    internal IReadOnlyList<string> Paths => [.. All.Select(setting => setting.Path)];

    /// <summary>All values in effect, by path.</summary>
    internal IReadOnlyDictionary<string, string> Describe(TrainSettings settings) => All
        .Select(setting => (setting.Path, Value: Convert.ToString(setting.Show(settings), System.Globalization.CultureInfo.InvariantCulture)))
        .Where(entry => !string.IsNullOrEmpty(entry.Value))
        .ToDictionary(entry => entry.Path, entry => entry.Value!);

    /// <summary>The options that all workers must share, as <c>--flag value</c>; data and model are told by their digests.</summary>
    internal IEnumerable<string> DescribePurpose(TrainSettings settings) => All
        .Where(setting => Alike.Contains(setting.Path)
            || (!setting.MayChangeOnResume && Parts.Any(part => setting.Path.StartsWith(part, StringComparison.Ordinal))))
        .Select(setting => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting.Option.Name} {setting.Show(settings) ?? "none"}"));

    // A run may be evaluated from another folder than it was started in.
    private static string Rooted(string nameOrPath) =>
        new DataCatalog().IsPath(nameOrPath) ? Path.GetFullPath(nameOrPath) : nameOrPath;

    internal TrainSetting Find(string path) => All.First(setting => setting.Path == path);
}
