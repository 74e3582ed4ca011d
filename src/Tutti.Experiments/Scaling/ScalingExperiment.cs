using Tutti.Communication.Launching;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>
/// One worker against several that share the same training: MNIST on its first 400 principal components, 10,000 to 70,000 samples, two
/// networks.
/// </summary>
public sealed class ScalingExperiment : Experiment
{
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
        var (rows, remarks) = await LoadAsync(context, settings, cancellation).ConfigureAwait(false);
        Perceptron[] networks = [.. settings.HiddenLayers.Select(hidden => new Perceptron([settings.ComponentCount, .. hidden, rows.ClassCount]))];
        var setups = SetupsOf(settings, kinds.Kinds);
        context.Plan(1 + settings.SampleCounts.Count * networks.Length * setups.Length);
        var files = ScalingFiles.Prepare(context, settings, rows, networks, cancellation);
        context.Complete($"{rows.Name} reduced to {settings.ComponentCount} components");
        var results = new ScalingResults(settings, networks, setups);
        await MeasureAsync(context, results, files, cancellation).ConfigureAwait(false);
        return new ScalingReport(results, rows.Name, [.. remarks, .. kinds.Remarks]).Create();
    }

    private ScalingSettings SettingsOf(ExperimentOptions options)
    {
        var usual = chosen ?? (options.IsQuick ? ScalingSettings.Quick : ScalingSettings.Full);
        return usual with { WorkerCount = options.Workers ?? usual.WorkerCount, SeedCount = options.SeedCount };
    }

    private static async Task<(LabelledRows Rows, IReadOnlyList<string> Remarks)> LoadAsync(
        ExperimentContext context, ScalingSettings settings, CancellationToken cancellation)
    {
        // The quick version must work offline; the full one needs more samples than come with Tutti.
        var (rows, remarks) = await ImageRows.LoadAllAsync(context, mayStandIn: context.Options.IsQuick, cancellation).ConfigureAwait(false);
        if (rows.Count < settings.SampleCounts[^1])
            throw new ExperimentInputException(
                $"experiment scaling: too few samples. Got {rows.Count} in '{rows.Name}'. Expected at least {settings.SampleCounts[^1]}. Use --quick, or the whole data set.");
        return (rows, remarks);
    }

    private static WorkerSetup[] SetupsOf(ScalingSettings settings, IReadOnlyList<Isolation> kinds)
    {
        var (workers, cores) = (settings.WorkerCount, settings.CoreCount);
        return
        [
            new WorkerSetup("one worker, unsharded", 1, Isolation.Thread, ShardCount: 1),
            new WorkerSetup("one worker", 1, Isolation.Thread, workers),
            // What the machine can do where it has fewer cores than workers are wanted.
            .. cores > 1 && cores < workers ? [WorkerSetup.Several(cores, kinds[0], workers)] : Array.Empty<WorkerSetup>(),
            .. kinds.Select(kind => WorkerSetup.Several(workers, kind, workers)),
        ];
    }

    // Setups take turns, so that a machine that becomes slower for a while slows all of them.
    private static async Task MeasureAsync(ExperimentContext context, ScalingResults results, ScalingFiles files, CancellationToken cancellation)
    {
        var trainer = new SetupTrainer(context);
        foreach (var sampleCount in results.Settings.SampleCounts)
        {
            var data = HeldOut.Split(MatSamples.Read(files.DataPath(sampleCount)));
            foreach (var network in results.Networks)
                foreach (var setup in results.Setups)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var task = files.TaskFor(results.Settings, sampleCount, network, setup);
                    var (outcomes, elapsed) = await trainer.RunAsync(setup, network.Name, task, data, cancellation).ConfigureAwait(false);
                    results.Add(sampleCount, network.Name, setup, outcomes, elapsed);
                    context.Complete(FormattableString.Invariant(
                        $"{sampleCount:N0} samples, {network.Name}, {setup.Name}: {results.EpochSeconds(sampleCount, network.Name, setup)?.Median:0.000} s an epoch"));
                }
        }
    }
}
