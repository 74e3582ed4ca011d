using Tutti.Learning.Metrics;

namespace Tutti.Learning.Detection;

/// <summary>The scores that a detector gave to usual samples, from which p-values come. Immutable and thread-safe.</summary>
public sealed class Calibration
{
    private readonly double[] scores;

    /// <summary>Keeps scores.</summary>
    /// <param name="scores">At least one, finite, in any order; copied.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public Calibration(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty) throw new ArgumentException(
            "Calibration: there are no scores. Got none. Expected at least one.", nameof(scores));
        foreach (var score in scores)
            if (!double.IsFinite(score))
                throw new ArgumentException($"Calibration: a score is not finite. Got {score}. Expected numbers.", nameof(scores));
        this.scores = scores.ToArray();
        Array.Sort(this.scores);
    }

    /// <summary>The scores, ascending.</summary>
    public IReadOnlyList<double> Scores => scores;

    internal ReadOnlySpan<double> Sorted => scores;

    /// <summary>
    /// 1 − F(score), F being the empirical distribution function of the calibration scores: the share of them that are greater. Equal ones
    /// count as not greater, so that the greatest has 0.
    /// </summary>
    /// <param name="scores">Scores of the same detector; no NaN.</param>
    /// <returns>A multiple of 1 / n for each, 0 … 1; not 0 … 1 uniformly for usual samples unless the calibration was held out.</returns>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public double[] PValues(ReadOnlySpan<double> scores) => Ranking.EcdfPValues(this.scores, scores);

    /// <summary>
    /// Whether p-values keep what they promise: for each α the share of usual samples that are flagged at it. On the diagonal they do;
    /// above
    /// it there are more false alarms than α says, as where the calibration scores are those of samples that the detector learned from.
    /// </summary>
    /// <param name="usualPValues">The p-values of usual samples that were in neither training nor calibration; at least one.</param>
    /// <param name="pointCount">How many steps of α between 0 and 1; at least 1. Default: 100.</param>
    /// <returns><paramref name="pointCount"/> + 1 points, α ascending from 0 to 1.</returns>
    /// <exception cref="ArgumentException">There are no p-values, or one is NaN.</exception>
    public static IReadOnlyList<CalibrationPoint> Curve(ReadOnlySpan<double> usualPValues, int pointCount = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 1);
        double[] alphas = [.. Enumerable.Range(0, pointCount + 1).Select(point => (double)point / pointCount)];
        var above = Ranking.EcdfPValues(usualPValues, alphas);
        return [.. alphas.Zip(above, (alpha, share) => new CalibrationPoint(alpha, 1 - share))];
    }
}
