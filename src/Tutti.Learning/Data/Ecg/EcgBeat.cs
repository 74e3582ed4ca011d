namespace Tutti.Learning.Data.Ecg;

/// <summary>One heartbeat of a recording.</summary>
/// <param name="Sample">The sample of its R wave, at the lead's own frequency.</param>
/// <param name="Symbol">What kind of beat the annotation says it is, as PhysioNet writes it; empty if it was detected.</param>
/// <param name="Class">The class that the kind belongs to; null if it was detected.</param>
/// <param name="Flags">Why it cannot be judged.</param>
/// <param name="Values">
/// The stretch around it, filtered, resampled and normalised as the options say; empty for a beat with flags.
/// </param>
public sealed record EcgBeat(long Sample, string Symbol, AamiClass? Class, BeatFlags Flags, IReadOnlyList<float> Values)
{
    /// <summary>Whether it can be learned from and judged.</summary>
    public bool IsUsable => Flags == BeatFlags.None;
}
