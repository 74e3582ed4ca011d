using Tutti.Experiments.Reports;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>
/// Hospitals as partitions of patients: a detector of anomalous heartbeats each, whose p-values are averaged, against one model on all data,
/// against a hospital alone, against one model that all train together, and with a hospital lost while it answers.
/// </summary>
public sealed class EcgEnsembleExperiment : Experiment
{
    private const string Pool = "ecg5000", Recordings = "mitdb";
    private readonly EcgEnsembleSettings? chosen;

    /// <summary>Makes the experiment with its usual settings.</summary>
    public EcgEnsembleExperiment()
    {
    }

    internal EcgEnsembleExperiment(EcgEnsembleSettings settings) => chosen = settings;

    /// <inheritdoc/>
    public override string Name => "ecg-ensemble";

    /// <inheritdoc/>
    public override string Summary => "Hospitals find anomalous heartbeats together without moving beats: an ensemble against one model on all data";

    /// <inheritdoc/>
    public override async Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var usual = chosen ?? (context.Options.IsQuick ? EcgEnsembleSettings.Quick : EcgEnsembleSettings.Full);
        var settings = usual with { HospitalCount = context.Options.Workers ?? usual.HospitalCount, SeedCount = context.Options.SeedCount };
        settings.ThrowIfInvalid();
        var (sources, remarks) = await LoadAsync(context, settings, cancellation).ConfigureAwait(false);
        context.Plan(sources.Count * settings.SeedCount * DetectionWays.All.Count);
        await WarmUpAsync(context, sources[0], settings, cancellation).ConfigureAwait(false);
        var results = new EcgEnsembleResults(settings, sources);
        foreach (var source in sources)
            for (var seed = 0; seed < settings.SeedCount; seed++)
                foreach (var found in await MeasureAsync(context, source, settings, seed, cancellation).ConfigureAwait(false)) results.Add(found);
        return new EcgEnsembleReport(results, remarks).Create();
    }

    // Compilation is no part of the times that are compared.
    private static async Task WarmUpAsync(
        ExperimentContext context, HeartSource source, EcgEnsembleSettings settings, CancellationToken cancellation)
    {
        context.Say($"{source.Name}: warming up");
        var training = new HeartTraining(source.Divide(settings.HospitalCount, seed: 0), settings, seed: 0, cancellation);
        training.TrainSingle();
        await training.TrainMembersAsync().ConfigureAwait(false);
        await training.TrainSharedAsync().ConfigureAwait(false);
        training.FitComponents();
    }

    private static async Task<IReadOnlyList<EcgMeasurement>> MeasureAsync(
        ExperimentContext context, HeartSource source, EcgEnsembleSettings settings, int seed, CancellationToken cancellation)
    {
        var hearts = source.Divide(settings.HospitalCount, (ulong)seed);
        var (training, judge, bytes) = (
            new HeartTraining(hearts, settings, (ulong)seed, cancellation), new HeartJudge(hearts, settings, (ulong)seed), new HeartBytes(hearts, settings));
        var found = new List<EcgMeasurement>();
        void Add(DetectionWay way, (double Alpha, EcgFigures[] Figures) judged, double? seconds)
        {
            found.Add(new EcgMeasurement(source, way, seed, judged.Alpha, judged.Figures)
            {
                TrainingSeconds = seconds, TrainingBytes = bytes.OfTraining(way), JudgingBytes = bytes.OfJudging(way),
            });
            context.Complete(FormattableString.Invariant(
                $"{source.Name}, seed {seed}, {DetectionWays.NameOf(way)}: ROC-AUC {judged.Figures[0].Auc:0.000}"));
        }

        context.Say($"{source.Name}, seed {seed}: one model on all data");
        var single = training.TrainSingle();
        Add(DetectionWay.Single, await judge.JudgeAsync(single.Detectors, cancellation).ConfigureAwait(false), single.Seconds);
        context.Say($"{source.Name}, seed {seed}: a model a hospital");
        var members = await training.TrainMembersAsync().ConfigureAwait(false);
        Add(DetectionWay.Alone, await judge.JudgeEachAsync(members.Detectors, cancellation).ConfigureAwait(false), null);
        Add(DetectionWay.Ensemble, await judge.JudgeAsync(members.Detectors, cancellation).ConfigureAwait(false), members.Seconds);
        Add(DetectionWay.EnsembleLessOne, await judge.JudgeWithoutOneAsync(members.Detectors, cancellation).ConfigureAwait(false), null);
        context.Say($"{source.Name}, seed {seed}: one model of all hospitals");
        var shared = await training.TrainSharedAsync().ConfigureAwait(false);
        Add(DetectionWay.Shared, await judge.JudgeEachAsync(shared.Detectors, cancellation).ConfigureAwait(false), shared.Seconds);
        var components = training.FitComponents();
        Add(DetectionWay.Components, await judge.JudgeAsync(components.Detectors, cancellation).ConfigureAwait(false), components.Seconds);
        return found;
    }

    private static async Task<(IReadOnlyList<HeartSource> Sources, IReadOnlyList<string> Remarks)> LoadAsync(
        ExperimentContext context, EcgEnsembleSettings settings, CancellationToken cancellation)
    {
        var (sources, remarks) = (new List<HeartSource>(), new List<string>());
        try
        {
            var catalog = new DataCatalog(DataCatalogOptions.FromEnvironment(context.Options.DataRoot));
            if (catalog.Find(Pool) is null)
                remarks.Add($"ECG5000 was not found on this machine ('{Pool}' in a folder of data sets), so its part is left out.");
            else sources.Add(HeartSource.OfPool(await HeartData.ReadPoolAsync(catalog, Pool, cancellation).ConfigureAwait(false), settings.PooledEpochs));
            if (catalog.FindFolder(Recordings) is not { } folder)
                remarks.Add($"The MIT-BIH database was not found on this machine ('{Recordings}' in a folder of data sets), so its part is left out.");
            else
            {
                context.Say($"reading {settings.LearnedRecords.Count + settings.TestRecords.Count} recordings");
                var (learned, test, leftOut) = HeartData.ReadRecordings(folder, settings, cancellation);
                sources.Add(HeartSource.OfPatients(learned, test, settings.PatientEpochs));
                remarks.AddRange(leftOut.Select(record => $"Record {Path.GetFileName(record.Record)} was left out: {record.Message}"));
            }
        }
        catch (Exception cause) when (cause is ArgumentException or IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new ExperimentInputException(cause.Message, cause);
        }
        return sources.Count > 0 ? (sources, remarks) : throw new ExperimentInputException(
            $"experiment ecg-ensemble: there are no heartbeats on this machine. Got neither '{Pool}' nor '{Recordings}'. Expected one of them in a " +
            "folder of data sets. Fetch the MIT-BIH Arrhythmia Database from PhysioNet, or ECG5000 from the UCR archive, and name their folder with --data-root.");
    }
}
