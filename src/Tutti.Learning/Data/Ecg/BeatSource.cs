namespace Tutti.Learning.Data.Ecg;

/// <summary>Where it is known from at which samples the beats are.</summary>
public enum BeatSource
{
    /// <summary>The record's annotations, which also say what kind of beat it is.</summary>
    Annotations,

    /// <summary><see cref="PanTompkins"/> finds them; of what kind they are is not known.</summary>
    Detection,

    /// <summary>Annotations where the record has some, else detection: for recordings of which not all were looked at.</summary>
    AnnotationsOrDetection,
}
