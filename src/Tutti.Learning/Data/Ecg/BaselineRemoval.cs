namespace Tutti.Learning.Data.Ecg;

/// <summary>How slow drift, such as that of breathing, is taken out of a signal.</summary>
public enum BaselineRemoval
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>A Butterworth high-pass of second order at 0.5 Hz, run forwards and backwards: no delay, 6 dB below at 0.5 Hz.</summary>
    HighPass,

    /// <summary>
    /// The signal minus its baseline: the median over 200 ms, which removes P waves and QRS complexes, then over 600 ms, which removes T
    /// waves (de Chazal et al. 2004, section III). Slower, and steps of the baseline stay steps.
    /// </summary>
    Median,
}
