using Tutti.Learning.Detection;
using Tutti.Learning.Metrics;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>How well p-values tell the beats of one question from usual ones.</summary>
/// <param name="Auc">The area under the ROC curve.</param>
/// <param name="Low">The lower end of its 95 % interval, patients (or beats, where patients are not known) drawn anew.</param>
/// <param name="High">The upper end.</param>
/// <param name="AveragePrecision">The average precision.</param>
/// <param name="F1">F1 at the chosen α.</param>
/// <param name="Accuracy">The share of right verdicts at the chosen α.</param>
internal sealed record EcgFigures(double Auc, double Low, double High, double AveragePrecision, double F1, double Accuracy)
{
    internal static EcgFigures Of(HeartQuestion question, HeartPart part, double[] pValues, AlphaChoice alpha, int repeats, ulong seed)
    {
        var (rows, labels) = question.Select(part.Classes);
        var scores = ScoresOf(rows, pValues);
        var (hits, alarms, misses) = (0.0, 0.0, 0.0);
        for (var index = 0; index < rows.Length; index++)
            switch (labels[index], alpha.IsAnomalous(pValues[rows[index]]))
            {
                case (1, true): hits++; break;
                case (0, true): alarms++; break;
                case (1, false): misses++; break;
            }
        var interval = IntervalOf(part, rows, labels, [scores], repeats, seed);
        return new EcgFigures(
            Ranking.RocAuc<double>(labels, scores), interval.Low, interval.High, Ranking.AveragePrecision<double>(labels, scores),
            2 * hits / (2 * hits + alarms + misses), (rows.Length - alarms - misses) / rows.Length);
    }

    /// <summary>The mean over detectors that judge by themselves; its interval is that of the mean, all detectors judging the same draws.</summary>
    internal static EcgFigures OfMean(
        HeartQuestion question, HeartPart part, IReadOnlyList<(double[] PValues, AlphaChoice Alpha)> judged, int repeats, ulong seed)
    {
        EcgFigures[] each = [.. judged.Select(own => Of(question, part, own.PValues, own.Alpha, repeats: 0, seed))];
        var (rows, labels) = question.Select(part.Classes);
        var interval = IntervalOf(part, rows, labels, [.. judged.Select(own => ScoresOf(rows, own.PValues))], repeats, seed);
        return new EcgFigures(
            each.Average(own => own.Auc), interval.Low, interval.High, each.Average(own => own.AveragePrecision),
            each.Average(own => own.F1), each.Average(own => own.Accuracy));
    }

    private static (double Low, double High) IntervalOf(
        HeartPart part, int[] rows, long[] labels, double[][] scores, int repeats, ulong seed) => repeats == 0
        ? (double.NaN, double.NaN)
        : Bootstrap.Interval(
            [.. rows.Select(row => part.Patients[row])], drawn => scores.Average(own => AucOf(labels, own, drawn)), seed, repeats);

    private static double[] ScoresOf(int[] rows, double[] pValues) => [.. rows.Select(row => -pValues[row])];

    // A draw without one of the kinds says nothing.
    private static double AucOf(long[] labels, double[] scores, int[] rows)
    {
        long[] drawn = [.. rows.Select(row => labels[row])];
        return drawn.Contains(0) && drawn.Contains(1)
            ? Ranking.RocAuc<double>(drawn, [.. rows.Select(row => scores[row])])
            : double.NaN;
    }
}
