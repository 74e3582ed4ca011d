namespace Tutti.Learning.Data.Ecg;

/// <summary>How the samples of each beat are scaled, by themselves.</summary>
public enum BeatNormalization
{
    /// <summary>Not at all: physical units.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1 (divisor N).</summary>
    ZScore,

    /// <summary>From 0, the least sample, to 1, the greatest.</summary>
    Range,
}
