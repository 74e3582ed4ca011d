namespace Tutti.Learning.Data.Ecg;

/// <summary>Why a beat cannot be judged; several reasons may hold.</summary>
[Flags]
public enum BeatFlags
{
    /// <summary>It can.</summary>
    None = 0,

    /// <summary>The recording does not hold the whole stretch around it.</summary>
    Incomplete = 1,

    /// <summary>Samples are missing.</summary>
    Missing = 2,

    /// <summary>The signal does not move: a lead is off.</summary>
    Flat = 4,

    /// <summary>The signal stays at an end of the converter's range, or at the recording's greatest or least value.</summary>
    Saturated = 8,
}
