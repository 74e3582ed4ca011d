namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// What Pan and Tompkins look at, at 200 Hz, each value at the time of what it tells about: the signal between 5 and 15 Hz, its slope, and
/// the slope's energy over 150 ms. The numbers of equations are those of the paper.
/// </summary>
internal sealed record QrsFeatures(double[] Band, double[] Slope, double[] Energy)
{
    private const int Window = 30;

    public static QrsFeatures Of(ReadOnlySpan<float> signal)
    {
        var band = HighPass(LowPass(signal));
        var slope = Derivative(band);
        return new QrsFeatures(band, slope, Integrate(slope));
    }

    // (1)-(3): y[n] = 2y[n−1] − y[n−2] + x[n] − 2x[n−6] + x[n−12], gain 36, delay 5: here as what it is, a triangle of weights, since
    // recursions in floating point would drift.
    private static double[] LowPass(ReadOnlySpan<float> x)
    {
        var y = new double[x.Length];
        for (var n = 0; n < y.Length; n++)
            for (var k = -5; k <= 5; k++) y[n] += (6 - Math.Abs(k)) / 36.0 * At(x, n + k);
        return y;
    }

    // (4)-(6): the signal minus its mean over 32 samples, delay 15.5.
    private static double[] HighPass(double[] x)
    {
        var y = new double[x.Length];
        for (var n = 0; n < y.Length; n++)
        {
            var sum = 0.0;
            for (var k = -16; k < 16; k++) sum += x[Math.Clamp(n + k, 0, x.Length - 1)];
            y[n] = x[n] - sum / 32;
        }
        return y;
    }

    // (7)-(9): (2x[n] + x[n−1] − x[n−3] − 2x[n−4]) / 8, delay 2.
    private static double[] Derivative(double[] x)
    {
        var y = new double[x.Length];
        var last = x.Length - 1;
        for (var n = 0; n <= last; n++)
            y[n] = (2 * x[Math.Min(last, n + 2)] + x[Math.Min(last, n + 1)] - x[Math.Max(0, n - 1)] - 2 * x[Math.Max(0, n - 2)]) / 8;
        return y;
    }

    // (10)-(11): squares, and their mean over 150 ms, centred.
    private static double[] Integrate(double[] slope)
    {
        var sums = new double[slope.Length + 1];
        for (var n = 0; n < slope.Length; n++) sums[n + 1] = sums[n] + slope[n] * slope[n];
        var y = new double[slope.Length];
        for (var n = 0; n < y.Length; n++)
            y[n] = (sums[Math.Min(slope.Length, n + Window / 2)] - sums[Math.Max(0, n - Window / 2)]) / Window;
        return y;
    }

    private static double At(ReadOnlySpan<float> x, int n) => x[Math.Clamp(n, 0, x.Length - 1)];
}
