using System.Numerics;

namespace Tutti.Learning.Metrics;

/// <summary>The different scores, greatest first, each with the positive and negative rows at or above it.</summary>
internal sealed class ScoreThresholds
{
    private ScoreThresholds(double[] thresholds, long[] positives, long[] negatives) =>
        (Thresholds, Positives, Negatives) = (thresholds, positives, negatives);

    public double[] Thresholds { get; }

    public long[] Positives { get; }

    public long[] Negatives { get; }

    public int Count => Thresholds.Length;

    public long PositiveCount => Positives[^1];

    public long NegativeCount => Negatives[^1];

    public static ScoreThresholds Of<T>(string metric, ReadOnlySpan<long> labels, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.SameLength(metric, labels.Length, scores.Length);
        RefuseNaN(metric, scores);
        var keys = new T[scores.Length];
        for (var row = 0; row < keys.Length; row++)
        {
            if (labels[row] is not (0 or 1))
                throw new ArgumentException(
                    $"{metric}: a label is neither 0 nor 1. Got {labels[row]} in row {row}. Expected 1 for positive, 0 for negative.");
            keys[row] = -scores[row];
        }
        var sorted = labels.ToArray();
        Array.Sort(keys, sorted);
        var (thresholds, positives, negatives) = (new List<double>(), new List<long>(), new List<long>());
        for (var (row, positive) = (0, 0L); row < keys.Length; row++)
        {
            positive += sorted[row];
            if (row + 1 < keys.Length && keys[row + 1] == keys[row]) continue;
            thresholds.Add(-double.CreateTruncating(keys[row]));
            positives.Add(positive);
            negatives.Add(row + 1 - positive);
        }
        return new ScoreThresholds([.. thresholds], [.. positives], [.. negatives]);
    }

    public static void RefuseNaN<T>(string metric, ReadOnlySpan<T> scores) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < scores.Length; row++)
            if (T.IsNaN(scores[row])) throw new ArgumentException(
                $"{metric}: a score is no number. Got NaN in row {row}. Expected numbers.");
    }

    public void RequirePositives(string metric)
    {
        if (PositiveCount == 0) throw new ArgumentException(
            $"{metric}: undefined without positive rows. Got {NegativeCount} labels of 0. Expected a 1 among them.");
    }

    public void RequireBoth(string metric)
    {
        RequirePositives(metric);
        if (NegativeCount == 0) throw new ArgumentException(
            $"{metric}: undefined without negative rows. Got {PositiveCount} labels of 1. Expected a 0 among them.");
    }
}
