using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// Where a signal stays at an end of the converter's range for 10 ms, or at its own greatest or least value for 50 ms, which is what an
/// amplifier in saturation gives. A value near the signal's median is its rest rather than an end.
/// </summary>
internal sealed class Saturation
{
    private const double AtRail = 0.010, AtExtreme = 0.050;
    private const double LeastDistance = 0.25;

    // How many samples before each one are saturated.
    private readonly int[] counts;

    private Saturation(int[] counts) => this.counts = counts;

    public static Saturation Of(ReadOnlySpan<int> samples, WfdbSignal description, double frequency)
    {
        var missing = WfdbFormat.MissingIn(description.Format);
        var (least, greatest) = Ends(samples, missing);
        var half = 1L << Math.Min(description.Resolution, 32) - 1;
        var (low, high) = (description.Zero - half, description.Zero + half - 1);
        var counts = new int[samples.Length + 1];
        for (var start = 0; start < samples.Length;)
        {
            var end = start + 1;
            while (end < samples.Length && samples[end] == samples[start]) end++;
            var value = samples[start];
            var isRail = value == low || value == high;
            var isExtreme = value == least || value == greatest;
            var length = end - start;
            var isSaturated = value != missing
                && (isRail && length >= Math.Max(3, AtRail * frequency) || isExtreme && length >= Math.Max(3, AtExtreme * frequency));
            for (; start < end; start++) counts[start + 1] = counts[start] + (isSaturated ? 1 : 0);
        }
        return new Saturation(counts);
    }

    public bool IsWithin(int first, int end) => counts[end] > counts[first];

    // The extreme values; null for one that is not far from the middle of the samples.
    private static (int? Least, int? Greatest) Ends(ReadOnlySpan<int> samples, int missing)
    {
        var present = new List<int>(samples.Length);
        foreach (var sample in samples)
            if (sample != missing) present.Add(sample);
        if (present.Count == 0) return (null, null);
        present.Sort();
        var (least, median, greatest) = ((long)present[0], (long)present[present.Count / 2], (long)present[^1]);
        var far = LeastDistance * (greatest - least);
        return (median - least > far ? (int)least : null, greatest - median > far ? (int)greatest : null);
    }
}
