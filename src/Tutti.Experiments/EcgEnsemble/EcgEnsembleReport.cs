using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Tells how well hospitals find anomalous beats together.</summary>
internal sealed class EcgEnsembleReport(EcgEnsembleResults results, IReadOnlyList<string> remarks)
{
    private EcgEnsembleSettings Settings => results.Settings;

    internal ExperimentReport Create() => new()
    {
        Title = $"Anomalous heartbeats: {Settings.HospitalCount} hospitals that keep their patients' data",
        Finding = string.Join(' ', results.Sources.SelectMany(Finding)),
        Parameters =
        [
            new("hospitals", $"{Settings.HospitalCount}"),
            new("network", $"{Settings.Preset}, Adam, one compute thread a worker"),
            new("workers", $"{Math.Min(Settings.WorkerCount, Settings.HospitalCount)} hospitals train at once"),
            new("epochs", string.Join(", ", results.Sources.Select(source => $"{source.EpochCount} on {source.Name}"))),
            new("seeds", Settings.SeedCount == 1 ? "0" : $"0 to {Settings.SeedCount - 1}, of the division and of the networks"),
            new("intervals", $"95 %, {ReportNumber.Count(Settings.Repeats)} draws, seed 0"),
        ],
        Sections = [.. results.Sources.Select(Figures), Costs()],
        Notes = [.. remarks, .. Notes()],
        Results = [.. results.All.Select(found => found.ToJson())],
    };

    private IEnumerable<string> Finding(HeartSource source)
    {
        string Auc(DetectionWay way) => ReportNumber.Measured(results.Auc(source, way));
        yield return $"{source.Name}: the ensemble reaches a ROC-AUC of {Auc(DetectionWay.Ensemble)}, one model on all data {Auc(DetectionWay.Single)}, " +
            $"a hospital alone {Auc(DetectionWay.Alone)}, the shared model {Auc(DetectionWay.Shared)}, principal components {Auc(DetectionWay.Components)}.";
        yield return $"With a hospital lost while it answers it is {Auc(DetectionWay.EnsembleLessOne)}.";
        if (results.Seconds(source, DetectionWay.Ensemble) is { } together && results.Seconds(source, DetectionWay.Single) is { } single)
            yield return $"Training the hospitals' models takes {ReportNumber.Measured(together.Median / single.Median)} times as long as the one on all data.";
    }

    private ReportSection Figures(HeartSource source) => new()
    {
        Title = source.Name,
        Paragraphs =
        [
            $"Divided {source.Description}. Detectors learn from usual beats only; α is chosen by F1 on beats that are neither learned from nor tested on.",
            "The chart has the ROC-AUC with seed 0 and its 95 % interval: " + (source.Questions.Count > 1
                ? "patients are drawn anew, all beats of one together. Half of all beats being of few patients, intervals are wide, and they are honest."
                : "beats are drawn anew, since nobody knows whose they are."),
        ],
        Charts = [Chart(source)],
        Tables = [.. source.Questions.Select((question, index) => Table(source, question, index))],
    };

    private BarChart Chart(HeartSource source) => new()
    {
        Title = $"ROC-AUC on {source.Name}",
        Description = "A group of bars for each kind of beat that is told from usual ones, a bar for each way; whiskers are 95 % intervals.",
        ValueAxis = new ChartAxis("ROC-AUC"),
        Groups = [.. source.Questions.Select(question => question.Name)],
        Series =
        [
            .. DetectionWays.All.Select((way, look) => new BarSeries(
                DetectionWays.NameOf(way),
                [.. source.Questions.Select((_, question) => Whiskers(results.First(source, way, question)))], look)),
        ],
    };

    private static Measurement Whiskers(EcgFigures found) => new(
        found.Auc, double.IsFinite(found.Low) ? found.Low : found.Auc, double.IsFinite(found.High) ? found.High : found.Auc, 1);

    private ReportTable Table(HeartSource source, HeartQuestion question, int index) => new()
    {
        Caption = $"{source.Name}: {question.Name} against usual beats; median over seeds, and range",
        Columns = ["way", "ROC-AUC", "95 % interval, seed 0", "average precision", "F1 at α", "accuracy at α"],
        Rows =
        [
            .. DetectionWays.All.Select(way => new ReportCell[]
            {
                DetectionWays.NameOf(way),
                results.Over(source, way, index, found => found.Auc),
                Interval(results.First(source, way, index)),
                results.Over(source, way, index, found => found.AveragePrecision),
                results.Over(source, way, index, found => found.F1),
                results.Over(source, way, index, found => found.Accuracy),
            }),
        ],
    };

    private static string? Interval(EcgFigures found) => double.IsFinite(found.Low)
        ? FormattableString.Invariant($"{found.Low:0.000} … {found.High:0.000}")
        : null;

    private ReportSection Costs() => new()
    {
        Title = "What it costs",
        Paragraphs =
        [
            "Time is that of training alone, without reading. Bytes are counted from sizes: usual beats that are gathered, gradients of every step there and " +
                "back, beats that are sent to the nodes and values that come back; what stays in its hospital is not counted.",
        ],
        Tables =
        [
            .. results.Sources.Select(source => new ReportTable
            {
                Caption = $"{source.Name}: time and bytes, median over seeds, and range",
                Columns = ["way", "training (s)", "against one model", "bytes to train (MB)", "bytes to judge the test part (MB)"],
                Rows = [.. DetectionWays.All.Where(way => results.Seconds(source, way) is not null).Select(way => CostRow(source, way))],
            }),
        ],
    };

    private ReportCell[] CostRow(HeartSource source, DetectionWay way) =>
    [
        DetectionWays.NameOf(way),
        results.Seconds(source, way),
        results.Seconds(source, way)!.Median / results.Seconds(source, DetectionWay.Single)!.Median,
        Measurement.Of(results.Of(source, way).Select(found => found.TrainingBytes / 1e6)),
        Measurement.Of(results.Of(source, way).Select(found => found.JudgingBytes / 1e6)),
    ];

    private static IEnumerable<string> Notes() =>
    [
        "A p-value is the share of a detector's calibration errors that are greater; those are of the beats that it learned from. An ensemble's is the mean over its nodes.",
        "“A hospital alone” is the mean over hospitals of what each one's detector gives with an α of its own; its interval, as that of “shared”, is of this mean, the same draws being judged by all hospitals. “A node lost” is the worst over which node it is; α is the one that all nodes chose.",
        "“Shared” is one network: every step's gradient is the sum over hospitals, each drawing from its own beats (tutti's data parallelism with pinned shards), until the largest hospital is through. Each hospital calibrates the network on its own beats and judges by itself with an α of its own, so that nothing travels to judge; the figure is the mean over hospitals.",
        "On MIT-BIH beats are in millivolts and carry no interval to the beat before, which is what tells supraventricular beats; their figures say so. Record 202, in the published test part, is of a patient of the learned part.",
        "The federated way is not among these yet.",
    ];
}
