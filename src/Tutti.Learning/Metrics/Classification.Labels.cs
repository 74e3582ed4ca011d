using System.Numerics;

namespace Tutti.Learning.Metrics;

public static partial class Classification
{
    /// <summary>The share of rows whose predicted class is their own.</summary>
    /// <param name="labels">N class numbers.</param>
    /// <param name="predictions">N predicted class numbers.</param>
    /// <returns>0 … 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no rows.</exception>
    public static double Accuracy(ReadOnlySpan<long> labels, ReadOnlySpan<long> predictions)
    {
        MetricChecks.SameLength("Accuracy", labels.Length, predictions.Length);
        var correct = 0;
        for (var row = 0; row < labels.Length; row++)
            if (labels[row] == predictions[row]) correct++;
        return (double)correct / labels.Length;
    }

    /// <summary>The share of rows whose most likely class is their own; the lowest number counts among equals.</summary>
    /// <param name="labels">N class numbers.</param>
    /// <param name="probabilities"><c>[N, C]</c>, row by row.</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <returns>0 … 1.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or there are no rows.</exception>
    public static double AccuracyOf(ReadOnlySpan<long> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        MetricChecks.SameLength("Accuracy", (long)labels.Length * classCount, probabilities.Length);
        var predictions = new long[labels.Length];
        for (var row = 0; row < predictions.Length; row++)
            predictions[row] = MostLikely(probabilities.Slice(row * classCount, classCount));
        return Accuracy(labels, predictions);
    }

    /// <summary>
    /// The mean negative logarithm of the probability that each row's own class was given. Probabilities are raised to at least the machine
    /// epsilon of their type, so that a certain error costs much (15.9 for float, 36.0 for double), but not everything.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">N class numbers, 0 … C − 1.</param>
    /// <param name="probabilities"><c>[N, C]</c>, row by row.</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no rows, or a label or probability is out of range.</exception>
    public static double LogLoss<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> probabilities, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        MetricChecks.SameLength("LogLoss", (long)labels.Length * classCount, probabilities.Length);
        var least = typeof(T) == typeof(float) ? 1.1920929e-07 : 2.220446049250313e-16;
        var sum = 0.0;
        for (var row = 0; row < labels.Length; row++)
        {
            if ((ulong)labels[row] >= (ulong)classCount)
                throw new ArgumentException(
                    $"LogLoss: a label is out of range. Got {labels[row]} in row {row}. Expected 0 to {classCount - 1}.");
            var probability = double.CreateTruncating(probabilities[row * classCount + (int)labels[row]]);
            // Sums of floats may exceed 1 by their rounding.
            if (!(probability >= 0 && probability <= 1 + 1e-6))
                throw new ArgumentException($"LogLoss: no probability. Got {probability} in row {row}. Expected 0 to 1.");
            sum -= Math.Log(Math.Clamp(probability, least, 1));
        }
        return sum / labels.Length;
    }
}
