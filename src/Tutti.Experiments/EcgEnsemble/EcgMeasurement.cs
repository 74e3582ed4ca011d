using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>What one way gave on one origin with one seed.</summary>
/// <param name="Source">Where the beats come from.</param>
/// <param name="Way">How p-values came about.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Alpha">The threshold that the validation part chose; NaN where several were chosen.</param>
/// <param name="Figures">One for each of the source's questions.</param>
internal sealed record EcgMeasurement(HeartSource Source, DetectionWay Way, int Seed, double Alpha, IReadOnlyList<EcgFigures> Figures)
{
    /// <summary>How long training took; null for a way that trains nothing of its own.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Bytes that left a hospital for training.</summary>
    public double TrainingBytes { get; init; }

    /// <summary>Bytes that were sent to judge the test part, there and back.</summary>
    public double JudgingBytes { get; init; }

    internal JsonObject ToJson() => new()
    {
        ["data"] = Source.Name, ["way"] = DetectionWays.NameOf(Way), ["seed"] = Seed, ["alpha"] = ReportJson.Number(Alpha),
        ["trainingSeconds"] = ReportJson.Number(TrainingSeconds), ["trainingBytes"] = TrainingBytes, ["judgingBytes"] = JudgingBytes,
        ["figures"] = new JsonArray([.. Source.Questions.Zip(Figures, (question, found) => new JsonObject
        {
            ["question"] = question.Name, ["rocAuc"] = found.Auc, ["low"] = ReportJson.Number(found.Low), ["high"] = ReportJson.Number(found.High),
            ["averagePrecision"] = found.AveragePrecision, ["f1"] = found.F1, ["accuracy"] = found.Accuracy,
        })]),
    };
}
