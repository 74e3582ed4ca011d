namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// The decisions of Pan and Tompkins: each peak of the energy is a QRS complex or noise, by thresholds between the running levels of both,
/// on the energy (I) and on the filtered signal (F). Used once.
/// </summary>
internal sealed class QrsDecision(QrsFeatures features)
{
    // In samples of 5 ms: no two beats within 200 ms; within 360 ms it may be a T wave; a peak of the signal belongs to the energy's within
    // 75 ms; the first 2 s teach the levels.
    private const int Refractory = 40, TWave = 72, Reach = 15, Learning = 400;
    private const double SearchBack = 1.66, LeastRegular = 0.92, MostRegular = 1.16;
    private const int IntervalCount = 8;

    private readonly List<Peak> found = [], rejected = [];
    private readonly Queue<int> recent = new(), regular = new();
    private double signalI, noiseI, signalF, noiseF;
    private bool isRegular = true;

    private double ThresholdI => noiseI + 0.25 * (signalI - noiseI);

    private double ThresholdF => noiseF + 0.25 * (signalF - noiseF);

    // The second average counts only regular intervals; before there are any, nothing is missed.
    private double MissedAfter => regular.Count == 0 ? double.PositiveInfinity : SearchBack * regular.Average();

    /// <summary>Where the complexes are, in samples of the features.</summary>
    public List<int> Run()
    {
        Learn();
        foreach (var peak in Peaks())
        {
            // A complex may hide in each of several gaps before this peak.
            while (found.Count > 0 && peak.At - found[^1].At > MissedAfter && TryFindMissed(peak.At)) { }
            Decide(peak);
        }
        return found.ConvertAll(peak => peak.At);
    }

    private void Learn()
    {
        var energy = features.Energy.AsSpan(0, Math.Min(Learning, features.Energy.Length));
        var band = features.Band.AsSpan(0, energy.Length);
        var (greatestI, sumI, greatestF, sumF) = (0.0, 0.0, 0.0, 0.0);
        for (var n = 0; n < energy.Length; n++)
        {
            (greatestI, sumI) = (Math.Max(greatestI, energy[n]), sumI + energy[n]);
            (greatestF, sumF) = (Math.Max(greatestF, Math.Abs(band[n])), sumF + Math.Abs(band[n]));
        }
        (signalI, noiseI) = (greatestI / 3, sumI / energy.Length / 2);
        (signalF, noiseF) = (greatestF / 3, sumF / energy.Length / 2);
    }

    // Maxima of the energy, none within the refractory time of a greater one.
    private IEnumerable<Peak> Peaks()
    {
        var energy = features.Energy;
        var candidate = -1;
        for (var n = 1; n < energy.Length - 1; n++)
        {
            if (energy[n] <= energy[n - 1] || energy[n] < energy[n + 1]) continue;
            if (candidate >= 0 && n - candidate > Refractory)
            {
                yield return Describe(candidate);
                candidate = n;
            }
            else if (candidate < 0 || energy[n] > energy[candidate]) candidate = n;
        }
        if (candidate >= 0) yield return Describe(candidate);
    }

    private Peak Describe(int at)
    {
        var (place, height, slope) = (at, 0.0, 0.0);
        for (var n = Math.Max(0, at - Reach); n <= Math.Min(features.Band.Length - 1, at + Reach); n++)
        {
            if (Math.Abs(features.Band[n]) > height) (place, height) = (n, Math.Abs(features.Band[n]));
            slope = Math.Max(slope, Math.Abs(features.Slope[n]));
        }
        return new Peak(place, features.Energy[at], height, slope);
    }

    private void Decide(Peak peak)
    {
        // With irregular intervals both thresholds are halved, so as to miss less.
        var factor = isRegular ? 1 : 0.5;
        var isHigh = peak.Energy > factor * ThresholdI && peak.Height > factor * ThresholdF;
        if (isHigh && !IsTWave(peak))
        {
            Accept(peak, 0.125);
            return;
        }
        rejected.Add(peak);
        noiseI += 0.125 * (peak.Energy - noiseI);
        noiseF += 0.125 * (peak.Height - noiseF);
    }

    private bool IsTWave(Peak peak) => found.Count > 0 && peak.At - found[^1].At < TWave
        && (peak.At - found[^1].At < Refractory || peak.Slope < found[^1].Slope / 2);

    private bool TryFindMissed(int before)
    {
        Peak? best = null;
        foreach (var peak in rejected)
        {
            if (peak.At - found[^1].At < TWave || before - peak.At < Refractory) continue;
            if (peak.Energy > ThresholdI / 2 && peak.Height > ThresholdF / 2 && !(peak.Energy <= best?.Energy)) best = peak;
        }
        if (best is not { } missed) return false;
        Accept(missed, 0.25);
        return true;
    }

    private void Accept(Peak peak, double weight)
    {
        signalI += weight * (peak.Energy - signalI);
        signalF += weight * (peak.Height - signalF);
        if (found.Count > 0) Count(peak.At - found[^1].At);
        found.Add(peak);
        rejected.RemoveAll(other => other.At <= peak.At);
    }

    private void Count(int interval)
    {
        var mean = regular.Count == 0 ? interval : regular.Average();
        var isLike = interval >= LeastRegular * mean && interval <= MostRegular * mean;
        Push(recent, interval);
        if (isLike) Push(regular, interval);
        // When all recent intervals have changed together, the heart's rate has: what is regular begins anew.
        isRegular = recent.All(value => value >= LeastRegular * mean && value <= MostRegular * mean);
        if (isLike || recent.Count < IntervalCount || !IsSteady(recent)) return;
        regular.Clear();
        foreach (var value in recent) Push(regular, value);
    }

    private static bool IsSteady(Queue<int> intervals)
    {
        var mean = intervals.Average();
        return intervals.All(value => value >= LeastRegular * mean && value <= MostRegular * mean);
    }

    private static void Push(Queue<int> intervals, int value)
    {
        intervals.Enqueue(value);
        if (intervals.Count > IntervalCount) intervals.Dequeue();
    }

    private readonly record struct Peak(int At, double Energy, double Height, double Slope);
}
