using Tutti.Communication.Launching;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Experiments.Scaling;

/// <summary>
/// One worker against several that share the same training: MNIST on its first 400 principal components, 10,000 to 70,000 samples, two networks.
/// </summary>
public sealed class ScalingExperiment : Experiment
{
    private const string Mnist = "mnist";

    private readonly ScalingSettings? chosen;

    /// <summary>Makes the experiment with its usual settings.</summary>
    public ScalingExperiment()
    {
    }

    internal ScalingExperiment(ScalingSettings settings) => chosen = settings;

    /// <inheritdoc/>
    public override string Name => "scaling";

    /// <inheritdoc/>
    public override string Summary => "One worker against N that share a training (threads, processes, MPI), over the number of samples";

    /// <inheritdoc/>
    public override async Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = SettingsOf(context.Options);
        settings.ThrowIfInvalid();
        var kinds = WorkerKinds.Find(context.Options.Isolations, settings.WorkerCount);
        var (rows, remark) = await LoadAsync(context, settings, cancellation).ConfigureAwait(false);
        Perceptron[] networks = [.. settings.HiddenLayers.Select(hidden => new Perceptron([settings.ComponentCount, .. hidden, rows.ClassCount]))];
        var setups = SetupsOf(settings, kinds.Kinds);
        context.Plan(1 + settings.SampleCounts.Count * networks.Length * settings.SeedCount * setups.Length);
        var files = ScalingFiles.Prepare(context, settings, rows, networks, cancellation);
        context.Complete($"{rows.Name} reduced to {settings.ComponentCount} components");
        var all = await MeasureAsync(context, settings, files, networks, setups, cancellation).ConfigureAwait(false);
        return new ScalingReport(new ScalingResults(settings, networks, setups, all), rows.Name, [.. remark, .. kinds.Remarks]).Create();
    }

    private ScalingSettings SettingsOf(ExperimentOptions options)
    {
        var usual = chosen ?? (options.IsQuick ? ScalingSettings.Quick : ScalingSettings.Full);
        return usual with { WorkerCount = options.Workers ?? usual.WorkerCount, SeedCount = options.SeedCount };
    }

    private static async Task<(LabelledRows Rows, IReadOnlyList<string> Remark)> LoadAsync(
        ExperimentContext context, ScalingSettings settings, CancellationToken cancellation)
    {
        // The quick version must work offline; the full one needs more samples than come with Tutti.
        var isBundled = context.Options.IsQuick && !JoinedSamples.IsHere(context, Mnist);
        var name = isBundled ? DataCatalog.DefaultName : Mnist;
        context.Say($"reading {name}");
        var rows = await JoinedSamples.LoadAsync(context, name, cancellation).ConfigureAwait(false);
        if (rows.Count < settings.SampleCounts[^1])
            throw new ExperimentInputException(
                $"experiment scaling: too few samples. Got {rows.Count} in '{name}'. Expected at least {settings.SampleCounts[^1]}. Use --quick, or the whole data set.");
        return (rows, isBundled ? [$"MNIST was not found on this machine; {name}, which comes with Tutti, stands in for it. Times are comparable, accuracies are not."] : []);
    }

    private static WorkerSetup[] SetupsOf(ScalingSettings settings, IReadOnlyList<Isolation> kinds) =>
    [
        new WorkerSetup("one worker, unsharded", 1, Isolation.Thread, ShardCount: 1),
        new WorkerSetup("one worker", 1, Isolation.Thread, settings.WorkerCount),
        .. kinds.Select(kind => new WorkerSetup(
            $"{settings.WorkerCount} {WorkerSetup.PluralOf(kind)}", settings.WorkerCount, kind, settings.WorkerCount)),
    ];

    // Setups take turns within a seed, so that a machine that becomes slower for a while slows all of them.
    private static async Task<List<ScalingMeasurement>> MeasureAsync(
        ExperimentContext context, ScalingSettings settings, ScalingFiles files, Perceptron[] networks, WorkerSetup[] setups, CancellationToken cancellation)
    {
        var trainer = new SetupTrainer(context);
        var all = new List<ScalingMeasurement>();
        foreach (var sampleCount in settings.SampleCounts)
        {
            var data = HeldOut.Split(MatSamples.Read(files.DataPath(sampleCount)));
            foreach (var network in networks)
                for (var seed = 0; seed < settings.SeedCount; seed++)
                    foreach (var setup in setups)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        var task = files.TaskFor(settings, sampleCount, network, seed, setup);
                        var (outcome, elapsed) = await trainer.RunAsync(setup, network.Name, task, data, cancellation).ConfigureAwait(false);
                        var found = new ScalingMeasurement(sampleCount, network.Name, setup, seed, outcome, elapsed);
                        all.Add(found);
                        context.Complete(FormattableString.Invariant(
                            $"{sampleCount:N0} samples, {network.Name}, seed {seed}, {setup.Name}: {found.EpochSeconds:0.000} s an epoch"));
                    }
        }
        return all;
    }
}
