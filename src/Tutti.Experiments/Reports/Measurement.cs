namespace Tutti.Experiments.Reports;

/// <summary>A number that was measured several times.</summary>
/// <param name="Median">The middle value; of an even number of values the mean of the two in the middle.</param>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="Count">How many values there are; at least 1.</param>
public sealed record Measurement(double Median, double Least, double Greatest, int Count)
{
    /// <summary>Sums values up.</summary>
    /// <param name="values">The values; what is not finite was not measured and does not count.</param>
    /// <returns>The measurement; null where nothing was measured.</returns>
    public static Measurement? Of(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0) return null;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
        return new Measurement(median, sorted[0], sorted[^1], sorted.Length);
    }
}
