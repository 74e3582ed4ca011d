namespace Tutti.Learning.Data.Ecg;

/// <summary>The kinds of heartbeats that ANSI/AAMI EC57 tells apart, in its order; the number is the class in data sets.</summary>
public enum AamiClass
{
    /// <summary>N: begins where it should: normal beats, bundle branch blocks, escape beats.</summary>
    Normal,

    /// <summary>S: begins too early above the ventricles: atrial, nodal and supraventricular premature beats.</summary>
    Supraventricular,

    /// <summary>V: begins in a ventricle: premature ventricular contractions, R-on-T, ventricular escape beats.</summary>
    Ventricular,

    /// <summary>F: a ventricular and a normal beat at once.</summary>
    Fusion,

    /// <summary>Q: paced, fused with a paced one, or not classified.</summary>
    Unknown,
}
