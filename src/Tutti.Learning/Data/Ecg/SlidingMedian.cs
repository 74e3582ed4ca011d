namespace Tutti.Learning.Data.Ecg;

/// <summary>The median of a window around each sample; at the ends of what is there of it.</summary>
internal static class SlidingMedian
{
    // The window is kept sorted: moving its elements is faster than a tree for the few hundred samples of an ECG's windows.
    public static float[] Of(ReadOnlySpan<float> signal, int width)
    {
        var half = width / 2;
        var result = new float[signal.Length];
        var sorted = new List<float>(width + 1);
        for (var i = 0; i < Math.Min(half, signal.Length); i++) Insert(sorted, signal[i]);
        for (var i = 0; i < signal.Length; i++)
        {
            if (i + half < signal.Length) Insert(sorted, signal[i + half]);
            if (i - half - 1 >= 0) sorted.RemoveAt(sorted.BinarySearch(signal[i - half - 1]));
            var middle = sorted.Count / 2;
            result[i] = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
        return result;
    }

    private static void Insert(List<float> sorted, float value)
    {
        var place = sorted.BinarySearch(value);
        sorted.Insert(place < 0 ? ~place : place, value);
    }
}
