namespace Tutti.Learning.Training;

/// <summary>Looks for numbers that are none.</summary>
internal static class Finiteness
{
    /// <summary>The position of the first NaN or infinity; −1 if all numbers are finite.</summary>
    internal static int FirstBroken(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
