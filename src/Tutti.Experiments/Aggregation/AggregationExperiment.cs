using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;
using Tutti.Learning.Data;

namespace Tutti.Experiments.Aggregation;

/// <summary>
/// How workers make one gradient of theirs: three ways by collectives that lose nothing, and four that compress, on threads, processes with
/// common memory, and processes over TCP; each with and without a worker that is slow.
/// </summary>
public sealed class AggregationExperiment : Experiment
{
    private readonly AggregationSettings? chosen;

    /// <summary>Makes the experiment with its usual settings.</summary>
    public AggregationExperiment()
    {
    }

    internal AggregationExperiment(AggregationSettings settings) => chosen = settings;

    /// <inheritdoc/>
    public override string Name => "aggregation";

    /// <inheritdoc/>
    public override string Summary => "All-reduce, all-gather, reduce and broadcast, and compression: time, bytes, accuracy, and what one slow worker costs";

    /// <inheritdoc/>
    public override async Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = SettingsOf(context.Options);
        settings.ThrowIfInvalid();
        var kinds = WorkerKinds.Find(context.Options.Isolations ?? [Isolation.Thread, Isolation.Process], settings.WorkerCount);
        var (rows, remarks) = await ImageRows.LoadAsync(context, Name, settings.SampleCount, cancellation).ConfigureAwait(false);
        var network = new Perceptron([rows.Width, .. settings.HiddenLayers, rows.ClassCount]);
        var results = new AggregationResults(settings, network, [.. kinds.Kinds.SelectMany(kind => SetupsOf(settings, kind))]);
        context.Plan(results.Setups.Count * settings.SeedCount);
        await MeasureAsync(context, results, TrainingFiles.Write(context, rows, network, settings.InitialSeed), HeldOut.Split(rows), cancellation)
            .ConfigureAwait(false);
        return new AggregationReport(results, rows, [.. remarks, .. kinds.Remarks]).Create();
    }

    private AggregationSettings SettingsOf(ExperimentOptions options)
    {
        var usual = chosen ?? (options.IsQuick ? AggregationSettings.Quick : AggregationSettings.Full);
        return usual with { WorkerCount = options.Workers ?? usual.WorkerCount, SeedCount = options.SeedCount };
    }

    private static IEnumerable<WorkerSetup> SetupsOf(AggregationSettings settings, Isolation kind)
    {
        var setup = WorkerSetup.Several(settings.WorkerCount, kind, settings.WorkerCount);
        return kind == Isolation.Process
            ? [setup with { Name = $"{setup.Name} over shared memory", Transport = TransportKind.SharedMemory }, setup with { Name = $"{setup.Name} over TCP", Transport = TransportKind.Tcp }]
            : [setup];
    }

    // Kinds of workers take turns, so that a machine that becomes slower for a while slows all of them; ways follow each other closely.
    private static async Task MeasureAsync(
        ExperimentContext context, AggregationResults results, TrainingFiles files, ClassificationSplits data, CancellationToken cancellation)
    {
        var trainer = new SetupTrainer(context);
        (AggregationWay Way, double SlowFactor)[] parts =
            [.. AggregationWay.All.SelectMany(way => new[] { 1, results.Settings.SlowFactor }.Select(factor => (way, factor)))];
        for (var seed = 0; seed < results.Settings.SeedCount; seed++)
            foreach (var setup in results.Setups)
            {
                cancellation.ThrowIfCancellationRequested();
                var tasks = parts.Select(part => TaskFor(results, files, part.Way, part.SlowFactor, (ulong)seed)).ToArray();
                var (outcomes, _) = await trainer.RunAllAsync(setup, results.Network.Name, tasks, data, cancellation).ConfigureAwait(false);
                for (var index = 0; index < parts.Length; index++)
                    results.Add(new AggregationMeasurement(parts[index].Way, setup, parts[index].SlowFactor, seed, outcomes[index][0]));
                context.Complete($"seed {seed}, {setup.Name}: " + string.Join(", ", AggregationWay.All.Where(way => way.IsExact).Select(way =>
                    FormattableString.Invariant($"{way.Name} {results.StepMilliseconds(way, setup, isSlowed: false)?.Median:0.0} ms a step"))));
            }
    }

    private static TrainingTask TaskFor(AggregationResults results, TrainingFiles files, AggregationWay way, double slowFactor, ulong seed) => new()
    {
        DataPath = files.DataPath, Model = results.Network.Model, InitialPath = files.InitialPath, Seeds = [seed],
        EpochCount = results.Settings.EpochCount, BatchSize = results.Settings.BatchSize, ShardCount = results.Settings.WorkerCount,
        LearningRate = results.Settings.LearningRate, Averaging = way.Averaging, Compression = way.Compression, SlowFactor = slowFactor, IsWatched = true,
    };
}
