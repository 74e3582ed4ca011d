using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Learning.Ensembles;

namespace Tutti.Experiments.MetaLearners;

/// <summary>All that was found with one seed.</summary>
/// <param name="Seed">The seed of folds, initial weights and draws.</param>
/// <param name="Times">Who trained the stack's models; first one after the other.</param>
/// <param name="FitSeconds">What a fit of each member took, the median over its fits.</param>
/// <param name="Ways">The members alone, then the ways to combine them, always in the same order.</param>
/// <param name="Best">The position of the member that is the best out of fold.</param>
/// <param name="Shares">What members contribute.</param>
/// <param name="Leak">What leaking would have shown.</param>
/// <param name="OutOfBag">What the bag says of itself.</param>
/// <param name="LeftOutCount">How many rows were not learned from because their copy was to be predicted.</param>
internal sealed record MetaLearnersMeasurement(
    int Seed, IReadOnlyList<TrainingTime> Times, IReadOnlyList<double> FitSeconds, IReadOnlyList<WayResult> Ways, int Best, MemberShares Shares,
    LeakResult Leak, OutOfBagEstimate OutOfBag, int LeftOutCount)
{
    internal IEnumerable<JsonObject> ToJson(IReadOnlyList<string> members) =>
    [
        .. Ways.Select(way => new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "way", ["name"] = way.Name, ["testAccuracy"] = way.Percent / 100, ["logLoss"] = way.LogLoss,
            ["seconds"] = ReportJson.Number(way.Seconds),
        }),
        .. Times.Select(time => new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "training", ["name"] = time.Name, ["seconds"] = time.Seconds, ["busyShare"] = time.BusyShare,
            ["predictionsSha256"] = time.Sha256,
        }),
        .. members.Select((name, member) => new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "member", ["name"] = name, ["fitSeconds"] = FitSeconds[member], ["shapley"] = Shares.Shapley[member].Average(),
            ["leftOut"] = Shares.LeftOut[member].Average(), ["refitted"] = Shares.Refitted[member].Average(), ["permuted"] = Shares.Permuted[member],
            ["superLearnerShare"] = Shares.Weights[member], ["selectionShare"] = Shares.Taken[member],
        }),
        new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "leak", ["name"] = "stacked on seen rows", ["apparentAccuracy"] = Leak.WrongApparentPercent / 100,
            ["testAccuracy"] = Leak.WrongTestPercent / 100, ["logLoss"] = Leak.WrongTestLogLoss, ["refusal"] = Leak.Refusal,
        },
        new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "leak", ["name"] = "stacked out of fold", ["apparentAccuracy"] = Leak.RightApparentPercent / 100,
            ["testAccuracy"] = Leak.RightTestPercent / 100, ["logLoss"] = Leak.RightTestLogLoss,
        },
        new JsonObject
        {
            ["seed"] = Seed, ["kind"] = "outOfBag", ["name"] = "bag", ["testAccuracy"] = ReportJson.Number(OutOfBag.Accuracy),
            ["logLoss"] = ReportJson.Number(OutOfBag.LogLoss), ["rows"] = OutOfBag.RowCount,
        },
    ];
}
