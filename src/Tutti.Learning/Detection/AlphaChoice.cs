using Tutti.Learning.Metrics;

namespace Tutti.Learning.Detection;

/// <summary>A threshold for p-values: a sample is anomalous if its p-value is at most α.</summary>
/// <param name="Alpha">The threshold, 0 … 1.</param>
/// <param name="Value">What the criterion was for the samples it was chosen on, 0 … 1.</param>
public readonly record struct AlphaChoice(double Alpha, double Value)
{
    /// <summary>
    /// Chooses the threshold that is best on a validation part, which must be neither what was learned from nor what is reported on. Of
    /// equally good ones the least. It lies halfway between two p-values, or at the greatest, or is 0 where accuracy is greatest with nothing
    /// flagged. O(N log N).
    /// </summary>
    /// <param name="labels">N labels: 1 for anomalous, 0 for usual samples; 1 occurs.</param>
    /// <param name="pValues">N p-values, or means of several detectors' p-values.</param>
    /// <param name="criterion">What is to be great.</param>
    /// <returns>The threshold.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a label is neither 0 nor 1, none is 1, or a p-value is no number of 0 … 1.
    /// </exception>
    public static AlphaChoice Choose(ReadOnlySpan<long> labels, ReadOnlySpan<double> pValues, AlphaCriterion criterion)
    {
        foreach (var p in pValues)
            if (!(p is >= 0 and <= 1))
                throw new ArgumentException($"AlphaChoice: no p-value. Got {p}. Expected 0 to 1.", nameof(pValues));
        var scores = new double[pValues.Length];
        for (var row = 0; row < scores.Length; row++) scores[row] = 0 - pValues[row];
        var thresholds = ScoreThresholds.Of<double>("AlphaChoice", labels, scores);
        thresholds.RequirePositives("AlphaChoice");
        var best = new AlphaChoice(0, thresholds.Thresholds[0] < 0 ? Measure(0, 0, thresholds, criterion) : -1);
        for (var i = 0; i < thresholds.Count; i++)
        {
            var value = Measure(thresholds.Positives[i], thresholds.Negatives[i], thresholds, criterion);
            if (value <= best.Value) continue;
            var (p, next) = (-thresholds.Thresholds[i],
                i + 1 < thresholds.Count ? -thresholds.Thresholds[i + 1] : -thresholds.Thresholds[i]);
            var middle = (p + next) / 2;
            // Between neighbouring numbers there is none.
            best = new AlphaChoice(middle < next ? middle : p, value);
        }
        return best;
    }

    /// <summary>Whether a sample of that p-value is anomalous.</summary>
    /// <param name="pValue">Its p-value.</param>
    /// <returns>Whether it is at most <see cref="Alpha"/>.</returns>
    public bool IsAnomalous(double pValue) => pValue <= Alpha;

    private static double Measure(double hits, double alarms, ScoreThresholds thresholds, AlphaCriterion criterion) => criterion switch
    {
        AlphaCriterion.F1 => 2 * hits / (hits + alarms + thresholds.PositiveCount),
        AlphaCriterion.Accuracy => (hits + thresholds.NegativeCount - alarms) / (thresholds.PositiveCount + thresholds.NegativeCount),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, $"AlphaChoice: no such criterion. Got {criterion}."),
    };
}
