namespace Tutti.Learning.Data.Ecg;

/// <summary>How detected beats agree with reference ones, beat by beat as in ANSI/AAMI EC57.</summary>
/// <param name="TruePositives">Reference beats with a detection near them; each detection serves one beat.</param>
/// <param name="FalseNegatives">Reference beats without one.</param>
/// <param name="FalsePositives">Detections without a reference beat.</param>
public readonly record struct BeatMatch(int TruePositives, int FalseNegatives, int FalsePositives)
{
    /// <summary>How near counts as the same beat in EC57: 0.15 seconds.</summary>
    public const double ToleranceSeconds = 0.15;

    /// <summary>The share of reference beats that were found; NaN without reference beats.</summary>
    public double Sensitivity => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>The share of detections that are beats; NaN without detections.</summary>
    public double PositivePredictivity => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>Pairs beats and detections in the order of time.</summary>
    /// <param name="reference">The reference beats' samples, ascending.</param>
    /// <param name="detected">The detections' samples, ascending.</param>
    /// <param name="tolerance">How many samples may lie between the two of a pair; at least 0.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">Samples do not ascend, or a negative tolerance.</exception>
    public static BeatMatch Compare(ReadOnlySpan<int> reference, ReadOnlySpan<int> detected, int tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        CheckOrder(reference, nameof(reference));
        CheckOrder(detected, nameof(detected));
        var (beat, detection, pairs) = (0, 0, 0);
        while (beat < reference.Length && detection < detected.Length)
        {
            var distance = detected[detection] - reference[beat];
            if (distance < -tolerance) detection++;
            else if (distance > tolerance) beat++;
            else
            {
                pairs++;
                beat++;
                detection++;
            }
        }
        return new BeatMatch(pairs, reference.Length - pairs, detected.Length - pairs);
    }

    private static void CheckOrder(ReadOnlySpan<int> samples, string name)
    {
        for (var i = 1; i < samples.Length; i++)
            if (samples[i] < samples[i - 1])
                throw new ArgumentException(
                    $"BeatMatch: {name} beats are not in order. Got sample {samples[i]} after {samples[i - 1]}. Expected ascending " +
                    "ones. Sort them.", name);
    }
}
