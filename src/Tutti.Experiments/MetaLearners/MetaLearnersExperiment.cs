using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;
using Tutti.Learning.Data;

namespace Tutti.Experiments.MetaLearners;

/// <summary>Different models trained at once on different workers, and what a meta-learner makes of them.</summary>
public sealed class MetaLearnersExperiment : Experiment
{
    private const int Side = 28;
    private readonly MetaLearnersSettings? chosen;

    /// <summary>Makes the experiment with its usual settings.</summary>
    public MetaLearnersExperiment()
    {
    }

    internal MetaLearnersExperiment(MetaLearnersSettings settings) => chosen = settings;

    /// <inheritdoc/>
    public override string Name => "meta-learners";

    /// <inheritdoc/>
    public override string Summary => "Different models trained at once on different workers; voting, blending, stacking, bagging, a taught student; contributions";

    /// <inheritdoc/>
    public override async Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = SettingsOf(context.Options);
        settings.ThrowIfInvalid();
        var kinds = WorkerKinds.Find(context.Options.Isolations, settings.WorkerCount);
        var (rows, remarks) = await ImageRows.LoadAsync(context, Name, settings.SampleCount, cancellation).ConfigureAwait(false);
        settings = settings with { SampleCount = rows.Count };
        ClassificationSplits data = HeldOut.Split(rows, [1, Side, Side]);
        WorkerSetup[] setups = [.. kinds.Kinds.Select(kind => WorkerSetup.Several(settings.WorkerCount, kind, settings.WorkerCount))];
        // Sequential training, each kind of workers, combining, blending, bagging, students, contributions.
        context.Plan(settings.SeedCount * (MetaLearnersSeed.PartCount(setups.Length) + 1));
        var run = new MetaLearnersSeed(settings, setups, data, context);
        var found = new List<MetaLearnersMeasurement>();
        for (var seed = 0; seed < settings.SeedCount; seed++) found.Add(await run.RunAsync(seed, cancellation).ConfigureAwait(false));
        return new MetaLearnersReport(settings, found, rows, [.. remarks, .. kinds.Remarks]).Create();
    }

    private MetaLearnersSettings SettingsOf(ExperimentOptions options)
    {
        var usual = chosen ?? (options.IsQuick ? MetaLearnersSettings.Quick : MetaLearnersSettings.Full);
        return usual with { WorkerCount = options.Workers ?? usual.WorkerCount, SeedCount = options.SeedCount };
    }
}
