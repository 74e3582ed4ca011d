using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Data.Ecg;

/// <summary>The heartbeats of one lead of one recording. Immutable.</summary>
public sealed class EcgRecord
{
    // Beneath, a QRS complex is a sample or two; above, numbers of samples a second are no longer those of an ECG.
    private const double LeastFrequency = 50, GreatestFrequency = 100_000;

    internal EcgRecord(string name, string patient, string lead, double frequency, IReadOnlyList<EcgBeat> beats)
    {
        Name = name;
        Patient = patient;
        Lead = lead;
        Frequency = frequency;
        Beats = beats;
    }

    /// <summary>The record's name, as its header has it.</summary>
    public string Name { get; }

    /// <summary>Whose recording it is.</summary>
    public string Patient { get; }

    /// <summary>The lead that was read, as its header names it.</summary>
    public string Lead { get; }

    /// <summary>The lead's own samples a second, in which the beats' samples are counted.</summary>
    public double Frequency { get; }

    /// <summary>All beats in the order of time, those with flags too; at least one.</summary>
    public IReadOnlyList<EcgBeat> Beats { get; }

    /// <summary>Reads a record and makes beats of one lead.</summary>
    /// <param name="path">The record, with or without <c>.hea</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The record.</returns>
    /// <exception cref="EcgRecordException">The record gives no beats; its problem and message say why.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public static EcgRecord Read(string path, EcgBeatOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new EcgBeatOptions();
        options.ThrowIfInvalid();
        try
        {
            return ReadChecked(path, options);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new EcgRecordException(EcgRecordProblem.Unreadable, problem.Message, problem);
        }
    }

    private static EcgRecord ReadChecked(string path, EcgBeatOptions options)
    {
        var record = WfdbRecord.Read(path);
        var name = record.Header.Name;
        var annotations = ReadAnnotations(path, options);
        if (!options.IncludePaced && annotations?.Find(IsPaced) is { } paced)
            throw new EcgRecordException(
                EcgRecordProblem.Paced,
                $"EcgRecord: '{name}' has paced beats. Got '{paced.Symbol}' at sample {paced.Sample}. Expected none, since AAMI leaves " +
                "such records out. Set IncludePaced to keep it.");
        var signal = FindLead(record, options);
        CheckFrequency(name, record.Header.FrequencyOf(signal), record.Samples(signal).Length, options);
        var description = record.Header.Signals[signal];
        var places = options.Source != BeatSource.Detection && annotations is not null
            ? Places(annotations, description.SamplesPerFrame) : null;
        if (places is [] && options.Source == BeatSource.AnnotationsOrDetection) places = null;
        var beats = new BeatCutter(record, signal, options).Cut(places);
        if (beats.Count == 0) throw NoBeats(name, description.Description, places is null ? null : annotations!.Count);
        return new EcgRecord(name, options.PatientOf(name), description.Description, record.Header.FrequencyOf(signal), beats);
    }

    private static List<WfdbAnnotation>? ReadAnnotations(string path, EcgBeatOptions options)
    {
        var file = WfdbPath.OfAnnotations(path, options.Annotator);
        if (File.Exists(file)) return [.. WfdbAnnotations.Read(path, options.Annotator)];
        return options.Source != BeatSource.Annotations ? null : throw new EcgRecordException(
            EcgRecordProblem.Unreadable,
            $"EcgRecord: there are no annotations. Got no file '{file}'. Expected one, since beats are known from it. Choose another " +
            "annotator, or have beats detected (BeatSource.Detection).");
    }

    // Without the refusal it would pass for a recording in which all is well. The count is null where beats were detected.
    private static EcgRecordException NoBeats(string name, string lead, int? annotationCount) => new(
        EcgRecordProblem.NoBeats,
        $"EcgRecord: '{name}' has no beats. " + (annotationCount is { } count
            ? $"Got {count} annotations, none of a beat. Expected at least one. Choose another annotator, or have beats detected " +
            "(BeatSource.Detection)."
            : $"Got a signal {lead} in which no R wave was detected. Expected at least one. Look whether it is flat, and choose another " +
            "lead, or leave the record out."));

    private static void CheckFrequency(string name, double frequency, int length, EcgBeatOptions options)
    {
        var resampled = length * options.Frequency / frequency;
        if (frequency is < LeastFrequency or > GreatestFrequency || resampled > Array.MaxLength)
            throw new EcgRecordException(
                EcgRecordProblem.Unreadable,
                $"EcgRecord: '{name}' is no electrocardiogram that beats can be cut from. Got {length} samples, {frequency} a second. " +
                "Expected " +
                $"{LeastFrequency} to {GreatestFrequency} a second, and no more than {Array.MaxLength} samples at {options.Frequency} " +
                "a second.");
    }

    private static bool IsPaced(WfdbAnnotation annotation) => annotation.Symbol is "/" or "f";

    // Annotations count frames.
    private static List<BeatPlace> Places(List<WfdbAnnotation> annotations, int samplesPerFrame)
    {
        var places = new List<BeatPlace>(annotations.Count);
        foreach (var annotation in annotations)
            if (AamiClasses.Of(annotation) is { } aami) places.Add(new(annotation.Sample * samplesPerFrame, annotation.Symbol, aami));
        return places;
    }

    private static int FindLead(WfdbRecord record, EcgBeatOptions options)
    {
        var signals = record.Header.Signals;
        foreach (var lead in options.Leads)
            for (var signal = 0; signal < signals.Count; signal++)
                if (string.Equals(signals[signal].Description, lead.Trim(), StringComparison.OrdinalIgnoreCase)) return signal;
        var existing = string.Join(", ", signals.Select(signal => signal.Description.Length > 0 ? signal.Description : "(no name)"));
        throw new EcgRecordException(
            EcgRecordProblem.MissingLead,
            $"EcgRecord: '{record.Header.Name}' lacks the lead. Got {(existing.Length > 0 ? existing : "no leads")}. Expected " +
            $"{string.Join(" or ", options.Leads)}. Choose one of its leads, or leave the record out.");
    }
}
