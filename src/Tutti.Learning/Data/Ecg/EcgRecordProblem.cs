namespace Tutti.Learning.Data.Ecg;

/// <summary>Why a record gives no beats.</summary>
public enum EcgRecordProblem
{
    /// <summary>A file is missing or broken, header and samples disagree, the format is not known, or it is too slow for an ECG.</summary>
    Unreadable,

    /// <summary>It has none of the wanted leads.</summary>
    MissingLead,

    /// <summary>It has paced beats.</summary>
    Paced,

    /// <summary>None of its annotations is a beat, or none was detected: a flat signal, for instance.</summary>
    NoBeats,
}
