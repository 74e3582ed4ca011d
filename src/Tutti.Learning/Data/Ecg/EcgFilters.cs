namespace Tutti.Learning.Data.Ecg;

/// <summary>Filters for signals of an electrocardiogram. None delays the signal. Thread-safe; same input, same bits.</summary>
public static class EcgFilters
{
    /// <summary>The high-pass' cutoff in hertz.</summary>
    private const double BaselineCutoff = 0.5;

    /// <summary>How wide the notch is, in hertz.</summary>
    private const double NotchWidth = 2;

    /// <summary>Takes slow drift out.</summary>
    /// <param name="signal">The samples; finite. Changed in place.</param>
    /// <param name="frequency">Samples a second, more than 1.</param>
    /// <param name="removal">How.</param>
    /// <exception cref="ArgumentException">An impossible frequency.</exception>
    public static void RemoveBaseline(Span<float> signal, double frequency, BaselineRemoval removal)
    {
        Check(frequency, 2 * BaselineCutoff, "RemoveBaseline");
        switch (removal)
        {
            case BaselineRemoval.None: return;
            case BaselineRemoval.HighPass: RunZeroPhase(signal, Biquad.HighPass(BaselineCutoff, frequency)); return;
            case BaselineRemoval.Median: break;
            default: throw new ArgumentOutOfRangeException(nameof(removal), removal, $"RemoveBaseline: no such way. Got {removal}.");
        }
        var baseline = SlidingMedian.Of(SlidingMedian.Of(signal, OddWidth(0.2 * frequency)), OddWidth(0.6 * frequency));
        for (var i = 0; i < signal.Length; i++) signal[i] -= baseline[i];
    }

    /// <summary>Takes the hum of the mains out: a notch 2 Hz wide, run forwards and backwards.</summary>
    /// <param name="signal">The samples; finite. Changed in place.</param>
    /// <param name="frequency">Samples a second.</param>
    /// <param name="mains">The mains' frequency in hertz: 50 in most of the world, 60 in the Americas; below half the signal's.</param>
    /// <exception cref="ArgumentException">An impossible frequency.</exception>
    public static void RemoveMains(Span<float> signal, double frequency, double mains)
    {
        if (!(mains > NotchWidth && double.IsFinite(mains)))
            throw new ArgumentOutOfRangeException(nameof(mains), mains,
                $"RemoveMains: no frequency of mains. Got {mains} Hz. Expected 50 or 60, at least more than {NotchWidth}.");
        Check(frequency, 2 * mains, "RemoveMains");
        RunZeroPhase(signal, Biquad.Notch(mains, NotchWidth, frequency));
    }

    private static void RunZeroPhase(Span<float> signal, Biquad filter)
    {
        var values = new double[signal.Length];
        for (var i = 0; i < values.Length; i++) values[i] = signal[i];
        filter.RunZeroPhase(values);
        for (var i = 0; i < values.Length; i++) signal[i] = (float)values[i];
    }

    private static int OddWidth(double samples) => 2 * (int)Math.Round((samples - 1) / 2) + 1;

    private static void Check(double frequency, double least, string operation)
    {
        if (!(frequency > least && double.IsFinite(frequency)))
            throw new ArgumentOutOfRangeException(nameof(frequency), frequency,
                $"{operation}: the signal has too few samples a second. Got {frequency}. Expected more than {least}.");
    }
}
