using Tutti.Communication.Launching;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Partitioning;

/// <summary>What becomes of data-parallel training when each worker draws from a part of the data of its own, cut in several ways.</summary>
public sealed class PartitioningExperiment : Experiment
{
    private readonly PartitioningSettings? chosen;

    /// <summary>Makes the experiment with its usual settings.</summary>
    public PartitioningExperiment()
    {
    }

    internal PartitioningExperiment(PartitioningSettings settings) => chosen = settings;

    /// <inheritdoc/>
    public override string Name => "partitioning";

    /// <inheritdoc/>
    public override string Summary => "Data cut into a part a worker, at random, alike, by classes, by sizes: what parts hold, accuracy, time";

    /// <inheritdoc/>
    public override async Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = SettingsOf(context.Options);
        settings.ThrowIfInvalid();
        var kinds = WorkerKinds.Find(context.Options.Isolations ?? [Isolation.Thread], settings.WorkerCount);
        var (rows, remarks) = await ImageRows.LoadAsync(context, Name, settings.SampleCount, cancellation).ConfigureAwait(false);
        settings = settings with { SampleCount = rows.Count };
        var network = new Perceptron([rows.Width, .. settings.HiddenLayers, rows.ClassCount]);
        WorkerSetup[] setups = [.. kinds.Kinds.Select(kind => WorkerSetup.Several(settings.WorkerCount, kind, settings.WorkerCount))];
        var results = new PartitioningResults(settings, network, setups);
        context.Plan(settings.All.Count * setups.Length);
        await MeasureAsync(context, results, TrainingFiles.Write(context, rows, network, settings.InitialSeed), HeldOut.Split(rows), cancellation)
            .ConfigureAwait(false);
        return new PartitioningReport(results, rows, [.. remarks, .. kinds.Remarks]).Create();
    }

    private PartitioningSettings SettingsOf(ExperimentOptions options)
    {
        var usual = chosen ?? (options.IsQuick ? PartitioningSettings.Quick : PartitioningSettings.Full);
        return usual with { WorkerCount = options.Workers ?? usual.WorkerCount, SeedCount = options.SeedCount };
    }

    private static async Task MeasureAsync(
        ExperimentContext context, PartitioningResults results, TrainingFiles files, ClassificationSplits data, CancellationToken cancellation)
    {
        // A cut that cannot be made is refused before anything is measured.
        var tasks = results.Settings.All.ToDictionary(variant => variant, variant => TaskFor(results, files, variant));
        var parts = tasks.ToDictionary(entry => entry.Key, entry => entry.Value.Seeds.Select(seed => ReportOf(entry.Value, seed, data.Train)).ToArray());
        var trainer = new SetupTrainer(context);
        foreach (var (variant, task) in tasks)
            foreach (var setup in results.Setups)
            {
                cancellation.ThrowIfCancellationRequested();
                var (outcomes, _) = await trainer.RunAsync(setup, results.Network.Name, task, data, cancellation).ConfigureAwait(false);
                for (var seed = 0; seed < outcomes.Count; seed++)
                    results.Add(new PartitioningMeasurement(variant, setup, seed, parts[variant][seed], outcomes[seed]));
                context.Complete(FormattableString.Invariant($"{variant.Name}, {setup.Name}: {results.FinalPercent(variant):0.0} % right"));
            }
    }

    private static TrainingTask TaskFor(PartitioningResults results, TrainingFiles files, PartitionVariant variant) => new()
    {
        DataPath = files.DataPath, Model = results.Network.Model, InitialPath = files.InitialPath,
        Seeds = [.. Enumerable.Range(0, results.Settings.SeedCount).Select(seed => (ulong)seed)],
        EpochCount = results.Settings.EpochCount, BatchSize = results.Settings.BatchSize, ShardCount = results.Settings.WorkerCount,
        LearningRate = results.Settings.LearningRate, Partition = variant.Recipe, PartPace = variant.Pace,
        DrawsWithReplacement = variant.DrawsWithReplacement, MeasuresEpochs = true,
    };

    private static PartitionReport? ReportOf(TrainingTask task, ulong seed, ClassificationDataset data)
    {
        if (task.PartitionOf(seed) is not { } recipe) return null;
        try
        {
            return PartitionReport.Create(recipe.Create(data), data.CopyLabels(), classCount: data.ClassCount, source: data);
        }
        catch (ArgumentException cause)
        {
            throw new ExperimentInputException(cause.Message, cause);
        }
    }
}
