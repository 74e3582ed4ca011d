using System.Numerics;

namespace Tutti.Learning.Metrics;

/// <summary>
/// How well scores tell positive rows (label 1) from negative ones (label 0): the greater the score, the more positive. Scores are any
/// finite or infinite numbers; rows with equal scores cannot be told apart. All in O(N log N).
/// </summary>
public static class Ranking
{
    /// <summary>
    /// The area under the ROC curve: the probability that a positive row has a greater score than a negative one, ties counting half
    /// (Mann and Whitney's U divided by the number of pairs). Exact but for the last rounding.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">N labels, 0 or 1; both occur.</param>
    /// <param name="scores">N scores.</param>
    /// <returns>0 … 1; 0.5 for scores that say nothing.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a label is neither 0 nor 1, one of them is absent, or a score is
    /// NaN.</exception>
    public static double RocAuc<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> scores) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ranked = ScoreThresholds.Of("RocAuc", labels, scores);
        ranked.RequireBoth("RocAuc");
        // Twice the pairs, so that half ones stay whole; N² / 2 pairs of 2³¹ rows fit.
        long doubled = 0;
        for (var (i, positives, negatives) = (0, 0L, 0L); i < ranked.Count; i++)
        {
            var (newPositives, newNegatives) = (ranked.Positives[i] - positives, ranked.Negatives[i] - negatives);
            doubled += newNegatives * (2 * positives + newPositives);
            (positives, negatives) = (ranked.Positives[i], ranked.Negatives[i]);
        }
        return doubled / (2.0 * ranked.PositiveCount * ranked.NegativeCount);
    }

    /// <summary>The ROC curve: for each threshold, from the greatest down, the rates of rows at or above it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">N labels, 0 or 1; both occur.</param>
    /// <param name="scores">N scores.</param>
    /// <returns>One point for each different score, after the point (0, 0), whose threshold is +∞; the last is (1, 1).</returns>
    /// <exception cref="ArgumentException">As <see cref="RocAuc"/>.</exception>
    public static IReadOnlyList<RocPoint> RocCurve<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ranked = ScoreThresholds.Of("RocCurve", labels, scores);
        ranked.RequireBoth("RocCurve");
        var points = new RocPoint[ranked.Count + 1];
        points[0] = new RocPoint(0, 0, double.PositiveInfinity);
        for (var i = 0; i < ranked.Count; i++)
            points[i + 1] = new RocPoint(
                (double)ranked.Negatives[i] / ranked.NegativeCount, (double)ranked.Positives[i] / ranked.PositiveCount,
                ranked.Thresholds[i]);
        return points;
    }

    /// <summary>
    /// The average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over the different thresholds, from the greatest down, P and R being precision and recall of
    /// the rows at or above. Nothing is interpolated, as in scikit-learn 1.4.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">N labels, 0 or 1; 1 occurs.</param>
    /// <param name="scores">N scores.</param>
    /// <returns>0 … 1; the share of positive rows for scores that say nothing.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a label is neither 0 nor 1, none is 1, or a score is NaN.</exception>
    public static double AveragePrecision<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ranked = ScoreThresholds.Of("AveragePrecision", labels, scores);
        ranked.RequirePositives("AveragePrecision");
        var sum = 0.0;
        for (var (i, positives) = (0, 0L); i < ranked.Count; positives = ranked.Positives[i++])
        {
            var precision = (double)ranked.Positives[i] / (ranked.Positives[i] + ranked.Negatives[i]);
            sum += (double)(ranked.Positives[i] - positives) / ranked.PositiveCount * precision;
        }
        return sum;
    }

    /// <summary>The precision-recall curve: for each threshold, from the greatest down, precision and recall of the rows at or above
    /// it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">N labels, 0 or 1; 1 occurs.</param>
    /// <param name="scores">N scores.</param>
    /// <returns>One point for each different score, after the point of precision 1 and recall 0, whose threshold is +∞.</returns>
    /// <exception cref="ArgumentException">As <see cref="AveragePrecision"/>.</exception>
    public static IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ranked = ScoreThresholds.Of("PrecisionRecallCurve", labels, scores);
        ranked.RequirePositives("PrecisionRecallCurve");
        var points = new PrecisionRecallPoint[ranked.Count + 1];
        points[0] = new PrecisionRecallPoint(1, 0, double.PositiveInfinity);
        for (var i = 0; i < ranked.Count; i++)
            points[i + 1] = new PrecisionRecallPoint(
                (double)ranked.Positives[i] / (ranked.Positives[i] + ranked.Negatives[i]),
                (double)ranked.Positives[i] / ranked.PositiveCount, ranked.Thresholds[i]);
        return points;
    }

    /// <summary>
    /// How unusual scores are among reference scores: for each, 1 − (number of reference scores ≤ it) / n, that is one minus the empirical
    /// distribution function of the reference.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="reference">n ≥ 1 scores, for instance of normal samples.</param>
    /// <param name="scores">The scores to judge.</param>
    /// <returns>A value of 0 … 1 for each score; 0 for one that no reference score exceeds.</returns>
    /// <exception cref="ArgumentException">There is no reference, or a number is NaN.</exception>
    public static double[] EcdfPValues<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> scores) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reference.IsEmpty) throw new ArgumentException("EcdfPValues: there is no reference. Got no scores. Expected at least one.");
        var sorted = reference.ToArray();
        ScoreThresholds.RefuseNaN("EcdfPValues", sorted);
        ScoreThresholds.RefuseNaN("EcdfPValues", scores);
        Array.Sort(sorted);
        var result = new double[scores.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (low, high) = (0, sorted.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (sorted[middle] <= scores[i]) low = middle + 1;
                else high = middle;
            }
            // One division, so that 1 of 100 is the same number as an α of 0.01; 1 − 0.99 is a greater one.
            result[i] = (double)(sorted.Length - low) / sorted.Length;
        }
        return result;
    }
}
