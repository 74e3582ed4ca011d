namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// The decisions of Pan and Tompkins: each peak of the energy is a QRS complex or noise, by thresholds between the running levels of both,
/// on the energy (I) and on the filtered signal (F). Used once.
/// </summary>
internal sealed class QrsDecision(QrsFeatures features)
{
    // In samples of 5 ms: no two beats within 200 ms; within 360 ms it may be a T wave; a peak of the signal belongs to the energy's within
    // 75 ms; levels are learned from the first five stretches of 2 s, and after 3 s of silence anew from stretches of 1 s.
    private const int Refractory = 40, TWave = 72, Reach = 15, Learning = 400, FirstStretches = 5, Silence = 600, Relearning = 200;

    // One peak counts as at most so many times the level: energies are squares, so an artefact of 10 mV would deafen for minutes.
    private const double MostOfLevel = 4;

    // What is learned after a silence is of beats, not of a pause's small waves, if it is at least a fifth as high as beats were at first,
    // and stands out from its surroundings or, since a fast heart leaves none, comes often.
    private const double StandsOut = 3.5, LeastOfEnergy = 1.0 / 20;
    private const int LeastOfFast = 5;

    private const double SearchBack = 1.66, LeastRegular = 0.92, MostRegular = 1.16;
    private const int IntervalCount = 8;

    private readonly List<Peak> found = [], rejected = [];
    private readonly Queue<int> recent = new(), regular = new();
    private double signalI, noiseI, signalF, noiseF;
    private double firstI;
    private int learnedAt;
    private bool isRegular = true;

    private double ThresholdI => noiseI + 0.25 * (signalI - noiseI);

    private double ThresholdF => noiseF + 0.25 * (signalF - noiseF);

    // The second average counts only regular intervals; before there are any, nothing is missed.
    private double MissedAfter => regular.Count == 0 ? double.PositiveInfinity : SearchBack * regular.Average();

    /// <summary>Where the complexes are, in samples of the features.</summary>
    public List<int> Run()
    {
        Learn(LevelsIn(0, Math.Min(FirstStretches * Learning, features.Energy.Length), Learning));
        firstI = signalI;
        foreach (var peak in Peaks())
        {
            // A complex may hide in each of several gaps before this peak.
            while (found.Count > 0 && peak.At - found[^1].At > MissedAfter && TryFindMissed(peak.At)) { }
            if (peak.At - Math.Max(learnedAt, LastEnd) > Silence) LearnAnew(peak.At);
            Decide(peak);
        }
        return found.ConvertAll(peak => peak.At);
    }

    // Where the last complex has ended.
    private int LastEnd => found.Count == 0 ? 0 : found[^1].At + Refractory;

    private void Learn(Levels levels)
    {
        (signalI, noiseI) = (levels.GreatestI / 3, levels.MeanI / 2);
        (signalF, noiseF) = (levels.GreatestF / 3, levels.MeanF / 2);
    }

    // Complexes have become lower, or artefacts have raised the levels: what was rejected since then is decided once more.
    private void LearnAnew(int now)
    {
        var begin = Math.Max(learnedAt, LastEnd);
        learnedAt = now;
        var levels = LevelsIn(begin, now, Relearning);
        if (levels.GreatestI / 3 >= signalI || levels.GreatestI / 3 < LeastOfEnergy * firstI) return;
        var again = rejected.FindAll(peak => peak.At >= begin);
        if (levels.GreatestI < StandsOut * levels.MeanI && again.Count(peak => peak.Energy > levels.GreatestI / 2) < LeastOfFast) return;
        Learn(levels);
        rejected.RemoveAll(peak => peak.At >= begin);
        foreach (var peak in again) Decide(peak);
    }

    // The medians of what is greatest and of the mean in each stretch: an artefact in fewer than half of them teaches nothing.
    private Levels LevelsIn(int begin, int end, int stretch)
    {
        var all = new List<Levels>();
        for (; begin < end && (all.Count == 0 || end - begin >= stretch); begin += stretch)
        {
            var energy = features.Energy.AsSpan(begin, Math.Min(stretch, end - begin));
            var (greatestI, sumI, greatestF, sumF) = (0.0, 0.0, 0.0, 0.0);
            for (var n = 0; n < energy.Length; n++)
            {
                var height = Math.Abs(features.Band[begin + n]);
                (greatestI, sumI) = (Math.Max(greatestI, energy[n]), sumI + energy[n]);
                (greatestF, sumF) = (Math.Max(greatestF, height), sumF + height);
            }
            all.Add(new Levels(greatestI, sumI / energy.Length, greatestF, sumF / energy.Length));
        }
        return new Levels(
            Median(levels => levels.GreatestI), Median(levels => levels.MeanI),
            Median(levels => levels.GreatestF), Median(levels => levels.MeanF));

        double Median(Func<Levels, double> part) => all.Select(part).Order().ElementAt((all.Count - 1) / 2);
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
        noiseI += 0.125 * (Math.Min(peak.Energy, signalI) - noiseI);
        noiseF += 0.125 * (Math.Min(peak.Height, signalF) - noiseF);
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
        signalI += weight * (Math.Min(peak.Energy, MostOfLevel * signalI) - signalI);
        signalF += weight * (Math.Min(peak.Height, MostOfLevel * signalF) - signalF);
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

    private readonly record struct Levels(double GreatestI, double MeanI, double GreatestF, double MeanF);

    private readonly record struct Peak(int At, double Energy, double Height, double Slope);
}
