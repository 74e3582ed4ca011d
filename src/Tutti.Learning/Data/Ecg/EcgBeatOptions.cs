namespace Tutti.Learning.Data.Ecg;

/// <summary>How recordings become beats. The defaults give 140 samples a beat, as ECG5000 has them.</summary>
public sealed record EcgBeatOptions
{
    /// <summary>
    /// The lead's name, or several in the order of preference; upper and lower case count as the same. Never a position: the order differs
    /// between records. Default: <c>MLII</c>.
    /// </summary>
    public IReadOnlyList<string> Leads { get; init; } = ["MLII"];

    /// <summary>Where beats are known from. Default: annotations.</summary>
    public BeatSource Source { get; init; } = BeatSource.Annotations;

    /// <summary>The extension of the annotation file. Default: <c>atr</c>.</summary>
    public string Annotator { get; init; } = "atr";

    /// <summary>
    /// Whether records with paced beats are kept. AAMI leaves them out. Default: false. Whether a record has some is known from its
    /// annotations; without them it counts as having none.
    /// </summary>
    public bool IncludePaced { get; init; }

    /// <summary>Samples a second of the beats, 1 … 100,000. Default: 200.</summary>
    public double Frequency { get; init; } = 200;

    /// <summary>How much of a beat lies before its R wave, more than 0. Default: 0.25 s.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How much of a beat lies after its R wave, that sample included; more than 0. Default: 0.45 s.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(450);

    /// <summary>How drift is taken out. Default: by a high-pass.</summary>
    public BaselineRemoval Baseline { get; init; } = BaselineRemoval.HighPass;

    /// <summary>
    /// The frequency in hertz of the mains whose hum is taken out, for instance 50 or 60 (where the MIT-BIH database comes from); a signal
    /// too slow to hold it is left as it is. Null, the default: none.
    /// </summary>
    public double? MainsFrequency { get; init; }

    /// <summary>How each beat is scaled. Default: mean 0 and deviation 1.</summary>
    public BeatNormalization Normalization { get; init; } = BeatNormalization.ZScore;

    /// <summary>A beat whose filtered samples differ by less than this many millivolts is flat; at least 0. Default: 0.05.</summary>
    public double LeastRange { get; init; } = 0.05;

    /// <summary>
    /// Whose recording a record of that name is, so that the beats of a patient stay together. Default: each record is a patient of its own
    /// but for 202, which is by the patient of 201 (see <see cref="MitBih"/>).
    /// </summary>
    public Func<string, string> PatientOf { get; init; } = MitBih.PatientOf;

    /// <summary>How many samples of a beat lie before its R wave.</summary>
    internal int SamplesBefore => (int)Math.Round(Before.TotalSeconds * Frequency);

    /// <summary>How many samples a beat has.</summary>
    public int SampleCount => SamplesBefore + (int)Math.Round(After.TotalSeconds * Frequency);

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Leads is not { Count: > 0 } || Leads.Any(string.IsNullOrWhiteSpace)) problems.Add("Leads has none or an empty one");
        if (string.IsNullOrEmpty(Annotator)) problems.Add("Annotator is empty, expected an extension such as atr");
        if (!(Frequency is >= 1 and <= 100_000)) problems.Add($"Frequency is {Frequency}, expected 1 to 100,000");
        if (Before <= TimeSpan.Zero || Before.TotalSeconds > 10) problems.Add($"Before is {Before}, expected more than 0 and at most 10 s");
        if (After <= TimeSpan.Zero || After.TotalSeconds > 10) problems.Add($"After is {After}, expected more than 0 and at most 10 s");
        if (problems.Count == 0 && SampleCount < 2) problems.Add($"a beat has {SampleCount} samples, expected at least 2");
        if (MainsFrequency is { } mains && !(mains is >= 10 and <= 1000)) problems.Add($"MainsFrequency is {mains}, expected 10 to 1000");
        if (!(LeastRange >= 0 && double.IsFinite(LeastRange))) problems.Add($"LeastRange is {LeastRange}, expected at least 0");
        if (!Enum.IsDefined(Source)) problems.Add($"Source is {Source}, which does not exist");
        if (!Enum.IsDefined(Baseline)) problems.Add($"Baseline is {Baseline}, which does not exist");
        if (!Enum.IsDefined(Normalization)) problems.Add($"Normalization is {Normalization}, which does not exist");
        if (PatientOf is null) problems.Add("PatientOf is null");
        if (problems.Count > 0) throw new ArgumentException($"EcgBeatOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
