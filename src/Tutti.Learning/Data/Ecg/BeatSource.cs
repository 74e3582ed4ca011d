namespace Tutti.Learning.Data.Ecg;

/// <summary>Where it is known from at which samples the beats are.</summary>
public enum BeatSource
{
    /// <summary>The record's annotations, which also say what kind of beat it is.</summary>
    Annotations,

    /// <summary><see cref="PanTompkins"/> finds them; of what kind they are is not known.</summary>
    Detection,

    /// <summary>Annotations where one of the record's is a beat, else detection: for recordings of which not all were looked at.</summary>
    AnnotationsOrDetection,
}
