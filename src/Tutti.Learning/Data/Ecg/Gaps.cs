namespace Tutti.Learning.Data.Ecg;

/// <summary>Missing samples, which filters cannot digest.</summary>
internal static class Gaps
{
    /// <summary>A copy in which a missing sample has the value before it; at the beginning that of the first one there is, or 0.</summary>
    public static float[] Fill(ReadOnlySpan<float> signal)
    {
        var result = signal.ToArray();
        var last = 0f;
        foreach (var value in result)
        {
            if (!float.IsFinite(value)) continue;
            last = value;
            break;
        }
        for (var i = 0; i < result.Length; i++)
        {
            if (float.IsFinite(result[i])) last = result[i];
            else result[i] = last;
        }
        return result;
    }
}
