namespace Tutti.Learning.Data;

/// <summary>
/// Shifts and scales values so that a training set has mean 0 and standard deviation 1: <c>(x − Mean) / StandardDeviation</c>.
/// </summary>
/// <param name="Mean">The mean to subtract.</param>
/// <param name="StandardDeviation">The standard deviation to divide by; positive and finite.</param>
public sealed record Standardization(float Mean, float StandardDeviation)
{
    /// <summary>Leaves values as they are.</summary>
    public static Standardization None { get; } = new(0, 1);

    /// <summary>
    /// The constants of bytes that are scaled to [0, 1]: over all x = byte / 255, the mean and the population's standard deviation, each
    /// rounded to four decimals as such constants are published. Constant bytes give a standard deviation of 1.
    /// </summary>
    /// <param name="bytes">The training set's samples.</param>
    /// <returns>The pair; <see cref="None"/> for no bytes.</returns>
    public static Standardization OfBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return None;
        var counts = new long[256];
        foreach (var value in bytes) counts[value]++;
        double sum = 0, squares = 0;
        for (var value = 0; value < counts.Length; value++)
        {
            // Whole numbers below 2⁵³, so that the sums are exact up to 10¹¹ bytes.
            sum += (double)counts[value] * value;
            squares += (double)counts[value] * value * value;
        }
        var mean = sum / bytes.Length;
        var variance = Math.Max(0, squares / bytes.Length - mean * mean);
        var deviation = (float)Math.Round(Math.Sqrt(variance) / 255, 4);
        return new Standardization((float)Math.Round(mean / 255, 4), deviation > 0 ? deviation : 1);
    }

    /// <summary>What each byte becomes: scaled to [0, 1], then standardised; computed in double, rounded once.</summary>
    internal float[] ByteTable()
    {
        var table = new float[256];
        for (var value = 0; value < table.Length; value++) table[value] = (float)((value / 255.0 - Mean) / StandardDeviation);
        return table;
    }
}
