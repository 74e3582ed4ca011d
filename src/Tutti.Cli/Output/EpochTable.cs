using System.Text.Json.Nodes;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Output;

/// <summary>The curve of a run, an epoch a line, with a bar that shows its shape.</summary>
internal static class EpochTable
{
    private const int BarLength = 30;

    internal static void Print(Report report, IReadOnlyList<EpochMetrics> epochs)
    {
        var worst = epochs.Max(epoch => double.IsFinite(epoch.TrainLoss) ? epoch.TrainLoss : 0);
        report.Line();
        report.Table(
            ["epoch", "train loss", "test loss", "accuracy", "samples/s", "train loss from 0"],
            epochs.Select(epoch => (IReadOnlyList<string>)
            [
                $"{epoch.Epoch + 1}", Words.Loss(epoch.TrainLoss), Words.Loss(epoch.TestLoss ?? double.NaN), Words.Percent(epoch.TestAccuracy),
                Words.Rate(epoch.SamplesPerSecond), Bar(epoch.TrainLoss / worst),
            ]), 0, 1, 2, 3, 4);
    }

    internal static JsonArray ToJson(IEnumerable<EpochMetrics> epochs) =>
    [
        .. epochs.Select(epoch => new JsonObject
        {
            ["epoch"] = epoch.Epoch + 1,
            ["trainLoss"] = Report.Number(epoch.TrainLoss),
            ["testLoss"] = Report.Number(epoch.TestLoss),
            ["testAccuracy"] = Report.Number(epoch.TestAccuracy),
            ["seconds"] = Report.Number(epoch.Seconds),
            ["samplesPerSecond"] = Report.Number(epoch.SamplesPerSecond),
        }),
    ];

    /// <summary>A share of the full length, in eighths of a letter.</summary>
    internal static string Bar(double share)
    {
        if (!double.IsFinite(share) || share <= 0) return "";
        var eighths = (int)Math.Round(Math.Min(1, share) * BarLength * 8);
        var rest = eighths % 8;
        return new string('█', eighths / 8) + (rest == 0 ? "" : "▏▎▍▌▋▊▉"[rest - 1]);
    }
}
