using System.Numerics;

namespace Tutti.Learning.Metrics;

/// <summary>How far predicted numbers are from the true ones. Sums are taken in double.</summary>
public static class Regression
{
    /// <summary>The mean of squared differences.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="targets">N true numbers.</param>
    /// <param name="predictions">N predicted numbers.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no rows.</exception>
    public static double MeanSquaredError<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.SameLength("MeanSquaredError", targets.Length, predictions.Length);
        return SquaredDifferences(targets, predictions) / targets.Length;
    }

    /// <summary>The mean of absolute differences.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="targets">N true numbers.</param>
    /// <param name="predictions">N predicted numbers.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no rows.</exception>
    public static double MeanAbsoluteError<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.SameLength("MeanAbsoluteError", targets.Length, predictions.Length);
        var sum = 0.0;
        for (var row = 0; row < targets.Length; row++)
            sum += Math.Abs(double.CreateTruncating(targets[row]) - double.CreateTruncating(predictions[row]));
        return sum / targets.Length;
    }

    /// <summary>
    /// The coefficient of determination: R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)². Where all targets are equal it is 1 for exact predictions and 0
    /// for others, as in scikit-learn, whatever the mean's rounding. NaN if a number is NaN.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="targets">N true numbers.</param>
    /// <param name="predictions">N predicted numbers.</param>
    /// <returns>At most 1; 0 for predicting the mean, negative for worse.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than two rows.</exception>
    public static double R2<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions) where T : unmanaged, IFloatingPointIeee754<T>
    {
        MetricChecks.SameLength("R2", targets.Length, predictions.Length);
        if (targets.Length < 2) throw new ArgumentException("R2: undefined for a single row. Got 1. Expected at least two rows.");
        var error = SquaredDifferences(targets, predictions);
        var (mean, spread) = (0.0, 0.0);
        foreach (var target in targets) mean += double.CreateTruncating(target);
        mean /= targets.Length;
        foreach (var target in targets)
        {
            var difference = double.CreateTruncating(target) - mean;
            spread += difference * difference;
        }
        // The mean of equal numbers may differ from them by its rounding, and the spread be tiny instead of 0.
        var isConstant = spread == 0 || !targets.ContainsAnyExcept(targets[0]);
        return !isConstant || double.IsNaN(error) ? 1 - error / spread : error > 0 ? 0 : 1;
    }

    private static double SquaredDifferences<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var row = 0; row < targets.Length; row++)
        {
            var difference = double.CreateTruncating(targets[row]) - double.CreateTruncating(predictions[row]);
            sum += difference * difference;
        }
        return sum;
    }
}
