using Tutti.Learning.Metrics;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// How good a bag is on rows that were not drawn: each row is predicted by the mean of those models that had not seen it nor a copy of it,
/// which are fewer than all, so that the bag itself is a little better.
/// </summary>
/// <param name="RowCount">How many rows some model had not seen; only these count.</param>
/// <param name="Accuracy">The share of them whose most likely class is their own; not a number without any.</param>
/// <param name="LogLoss">Their mean −log of the probability of the own class; not a number without any.</param>
public sealed record OutOfBagEstimate(int RowCount, double Accuracy, double LogLoss)
{
    internal static OutOfBagEstimate Of(IReadOnlyList<MemberOutcome> outcomes, long[] labels, int classCount)
    {
        var (sums, counts) = (new double[labels.Length * classCount], new int[labels.Length]);
        foreach (var outcome in outcomes)
            for (var index = 0; index < outcome.Task.PredictedRows.Count; index++)
            {
                var row = outcome.Task.PredictedRows[index];
                counts[row]++;
                for (var i = 0; i < classCount; i++) sums[row * classCount + i] += outcome.Probabilities[index * classCount + i];
            }
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => counts[row] > 0)];
        if (rows.Length == 0) return new OutOfBagEstimate(0, double.NaN, double.NaN);
        double[] means = [.. rows.SelectMany(row => sums.Skip(row * classCount).Take(classCount).Select(sum => sum / counts[row]))];
        long[] own = [.. rows.Select(row => labels[row])];
        return new OutOfBagEstimate(rows.Length, Classification.AccuracyOf(own, means, classCount), Classification.LogLoss<double>(own, means, classCount));
    }
}
