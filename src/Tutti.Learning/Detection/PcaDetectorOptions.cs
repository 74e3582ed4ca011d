namespace Tutti.Learning.Detection;

/// <summary>How a <see cref="PcaDetector"/> is made.</summary>
public sealed record PcaDetectorOptions
{
    /// <summary>How many components samples are given back from; at least 1, and less than a sample has elements. Default 16, as wide as
    /// the bottleneck of the autoencoders.</summary>
    public int ComponentCount { get; init; } = 16;

    /// <summary>The share of the samples that is not learned from, but calibrated on, 0 ≤ share &lt; 1. Default 0: calibrated on what it
    /// learned from.</summary>
    public double CalibrationShare { get; init; }

    /// <summary>Decides which samples are held out. Default 0.</summary>
    public ulong Seed { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (ComponentCount < 1) problems.Add($"ComponentCount is {ComponentCount}, expected at least 1");
        if (!(CalibrationShare is >= 0 and < 1)) problems.Add($"CalibrationShare is {CalibrationShare}, expected 0 ≤ share < 1");
        if (problems.Count > 0) throw new ArgumentException(
            $"PcaDetectorOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
