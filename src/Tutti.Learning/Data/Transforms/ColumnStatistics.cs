using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>Means and variances of columns, summed in double, row by row.</summary>
internal static class ColumnStatistics
{
    public static double[] Means(Tensor samples)
    {
        var width = samples.Shape[1];
        var sums = new double[width];
        var values = samples.AsSpan<float>();
        for (var start = 0; start < values.Length; start += width)
            for (var column = 0; column < width; column++) sums[column] += values[start + column];
        for (var column = 0; column < width; column++) sums[column] /= samples.Shape[0];
        return sums;
    }

    /// <summary>
    /// Population variances about the means, corrected for the means' own rounding (Chan, Golub, LeVeque: "Algorithms for computing the
    /// sample variance", 1983, equation 1.7).
    /// </summary>
    public static double[] Variances(Tensor samples, double[] means)
    {
        var (count, width) = (samples.Shape[0], samples.Shape[1]);
        var (squares, differences) = (new double[width], new double[width]);
        var values = samples.AsSpan<float>();
        for (var start = 0; start < values.Length; start += width)
            for (var column = 0; column < width; column++)
            {
                var difference = values[start + column] - means[column];
                squares[column] += difference * difference;
                differences[column] += difference;
            }
        for (var column = 0; column < width; column++)
            squares[column] = Math.Max(0, (squares[column] - differences[column] * differences[column] / count) / count);
        return squares;
    }
}
