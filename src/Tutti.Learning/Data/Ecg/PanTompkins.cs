namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// Finds heartbeats in a signal: Pan and Tompkins: "A real-time QRS detection algorithm", IEEE TBME 32(3), 1985, with the filters of the
/// paper at its 200 Hz, thresholds on the filtered and the integrated signal, search back after 1.66 mean intervals, and the
/// discrimination of T waves by slope.
/// </summary>
/// <remarks>
/// Departures: arithmetic is in floating point; delays of the filters are taken out, so that a beat lies where its R wave is; peaks of the
/// integrated signal are found with the whole recording at hand; so that an artefact does not end the detection, the first levels are
/// medians of five stretches of 2 s, a peak counts as at most four times its level, and after 3 s without a beat levels are learned anew
/// where peaks stand out that are at least a fifth as high as beats were. Thread-safe; same input, same bits.
/// </remarks>
public static class PanTompkins
{
    private const double Frequency = 200;

    /// <summary>Half the stretch, in seconds, in which the R wave is looked for around a detection.</summary>
    private const double Refinement = 0.08;

    /// <summary>Finds the beats of one signal.</summary>
    /// <param name="signal">The samples, of any unit; NaN counts as the value before.</param>
    /// <param name="frequency">Samples a second, at least 50.</param>
    /// <returns>The samples at which R waves peak (upwards or downwards), ascending; none for signals shorter than 2 s.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An impossible frequency.</exception>
    public static int[] Detect(ReadOnlySpan<float> signal, double frequency)
    {
        if (!(frequency >= 50 && double.IsFinite(frequency)))
            throw new ArgumentOutOfRangeException(nameof(frequency), frequency,
                $"PanTompkins: too few samples a second. Got {frequency}. Expected at least 50.");
        if (signal.Length < 2 * frequency) return [];
        var filled = Gaps.Fill(signal);
        var features = QrsFeatures.Of(Resampler.Resample(filled, frequency, Frequency));
        var detected = new QrsDecision(features).Run();
        return Refine(filled, frequency, detected);
    }

    // The largest deviation from the neighbourhood's baseline; two detections that end up at the same wave are one.
    private static int[] Refine(float[] signal, double frequency, List<int> detected)
    {
        var sharp = Array.ConvertAll(signal, value => (double)value);
        Biquad.HighPass(5, frequency).RunZeroPhase(sharp);
        var reach = (int)Math.Round(Refinement * frequency);
        var peaks = new List<int>(detected.Count);
        foreach (var place in detected)
        {
            var centre = (int)Math.Round(place * frequency / Frequency);
            var best = Math.Clamp(centre, 0, sharp.Length - 1);
            for (var i = Math.Max(0, centre - reach); i <= Math.Min(sharp.Length - 1, centre + reach); i++)
                if (Math.Abs(sharp[i]) > Math.Abs(sharp[best])) best = i;
            if (peaks.Count == 0 || best > peaks[^1]) peaks.Add(best);
        }
        return [.. peaks];
    }
}
