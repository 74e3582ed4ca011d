namespace Tutti.Distributed.Ensembles;

/// <summary>What a detector in an ensemble gives for a sample.</summary>
public enum DetectorOutput
{
    /// <summary>Its p-value, which can be compared with those of other detectors.</summary>
    PValues,

    /// <summary>Its score, whose scale is the detector's own.</summary>
    Scores,
}
