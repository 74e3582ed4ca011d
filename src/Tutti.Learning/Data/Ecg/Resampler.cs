namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// Changes how many samples a second a signal has: band-limited interpolation by a sinc under Kaiser's window, as a polyphase filter
/// (Crochiere and Rabiner: "Multirate digital signal processing", 1983). Nothing is delayed; going down, what is above half the new
/// frequency is filtered out. Thread-safe; same input, same bits.
/// </summary>
public static class Resampler
{
    // The window's half width in zero crossings of the sinc, its shape (about 80 dB in the stop band), and where its pass band ends as a
    // share of half the lower frequency.
    private const int Crossings = 16;
    private const double Shape = 8, PassBand = 0.9;

    // Frequencies are taken to a thousandth of a hertz; beyond so many phases their weights are not kept, but computed for each sample.
    private const double Ticks = 1000;
    private const int MostPhases = 4096;

    /// <summary>Resamples a signal.</summary>
    /// <param name="signal">The samples; finite. Beyond its ends the signal counts as keeping its last value.</param>
    /// <param name="from">Its samples a second, more than 0; rounded to 0.001.</param>
    /// <param name="to">The wanted samples a second, more than 0; rounded to 0.001.</param>
    /// <returns>⌈length · to / from⌉ samples; sample k is at the time k / to.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A frequency is not positive, or the result would be too long.</exception>
    public static float[] Resample(ReadOnlySpan<float> signal, double from, double to)
    {
        var (down, up) = (TicksOf(from, nameof(from)), TicksOf(to, nameof(to)));
        for (var (a, b) = (down, up); ;)
        {
            if (b == 0)
            {
                (down, up) = (down / a, up / a);
                break;
            }
            (a, b) = (b, a % b);
        }
        if (down == up) return signal.ToArray();
        var length = ((Int128)signal.Length * up + down - 1) / down;
        if (length > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(to), to,
                $"Resample: the result is too long. Got {length} samples. Expected less.");
        // In steps of the input the sinc's zero crossings lie this far apart.
        var scale = Math.Min(1, (double)up / down) * PassBand;
        var reach = (int)Math.Ceiling(Crossings / scale);
        var phases = up <= MostPhases ? new float[up][] : null;
        var result = new float[(int)length];
        for (var k = 0; k < result.Length; k++)
        {
            var place = (Int128)k * down;
            var (whole, phase) = ((int)(place / up), (long)(place % up));
            var weights = phases is null ? Weights((double)phase / up, scale, reach)
                : phases[phase] ??= Weights((double)phase / up, scale, reach);
            result[k] = Sum(signal, whole - reach + 1, weights);
        }
        return result;
    }

    private static float Sum(ReadOnlySpan<float> signal, int first, float[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * (double)signal[Math.Clamp(first + i, 0, signal.Length - 1)];
        return (float)sum;
    }

    // Weight i belongs to the input sample i − reach + 1 steps after the one before the output. They add up to 1, so that a constant stays.
    private static float[] Weights(double fraction, double scale, int reach)
    {
        var weights = new double[2 * reach];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var distance = i - reach + 1 - fraction;
            var share = distance / reach;
            if (Math.Abs(share) < 1) sum += weights[i] = Sinc(distance * scale) * Bessel(Shape * Math.Sqrt(1 - share * share));
        }
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // I₀, the modified Bessel function of order 0, by its series.
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static long TicksOf(double frequency, string name)
    {
        var ticks = Math.Round(frequency * Ticks);
        return ticks is >= 1 and <= int.MaxValue ? (long)ticks : throw new ArgumentOutOfRangeException(name, frequency,
            $"Resample: no frequency. Got {frequency}. Expected samples a second, 0.001 to {int.MaxValue / (int)Ticks}.");
    }
}
