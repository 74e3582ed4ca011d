using Tutti.Experiments.Reports;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>All that was measured.</summary>
internal sealed class EcgEnsembleResults(EcgEnsembleSettings settings, IReadOnlyList<HeartSource> sources)
{
    private readonly List<EcgMeasurement> all = [];

    internal EcgEnsembleSettings Settings => settings;

    internal IReadOnlyList<HeartSource> Sources => sources;

    internal IReadOnlyList<EcgMeasurement> All => all;

    internal void Add(EcgMeasurement measurement) => all.Add(measurement);

    internal IEnumerable<EcgMeasurement> Of(HeartSource source, DetectionWay way) =>
        all.Where(found => found.Source == source && found.Way == way);

    /// <summary>A figure of one question over the seeds.</summary>
    internal Measurement? Over(HeartSource source, DetectionWay way, int question, Func<EcgFigures, double> of) =>
        Measurement.Of(Of(source, way).Select(found => of(found.Figures[question])));

    /// <summary>The figures of seed 0, which have an interval.</summary>
    internal EcgFigures First(HeartSource source, DetectionWay way, int question) => Of(source, way).First(found => found.Seed == 0).Figures[question];

    internal double Auc(HeartSource source, DetectionWay way) => Over(source, way, 0, found => found.Auc)!.Median;

    /// <summary>How long training took over the seeds.</summary>
    internal Measurement? Seconds(HeartSource source, DetectionWay way) =>
        Measurement.Of(Of(source, way).Select(found => found.TrainingSeconds ?? double.NaN));
}
