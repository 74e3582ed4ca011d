using Tutti.Tensors;

namespace Tutti.Learning.Data.Ecg;

/// <summary>The beats of many recordings. A record that gives none is listed with the reason; the others go on. Immutable.</summary>
public sealed class EcgCollection
{
    private readonly int sampleCount;

    private EcgCollection(IReadOnlyList<EcgRecord> records, IReadOnlyList<LeftOutRecord> leftOut, int sampleCount)
    {
        Records = records;
        LeftOut = leftOut;
        this.sampleCount = sampleCount;
    }

    /// <summary>The records that gave beats, in the order they were asked for.</summary>
    public IReadOnlyList<EcgRecord> Records { get; }

    /// <summary>The records that gave none.</summary>
    public IReadOnlyList<LeftOutRecord> LeftOut { get; }

    /// <summary>Beats that can be learned from and judged, of all records in order: the rows of <see cref="ToDataset"/>.</summary>
    public IEnumerable<(EcgRecord Record, EcgBeat Beat)> UsableBeats =>
        from record in Records from beat in record.Beats where beat.IsUsable select (record, beat);

    /// <summary>Reads records one after the other.</summary>
    /// <param name="paths">The records, with or without <c>.hea</c>.</param>
    /// <param name="options">How beats are made; null for the defaults.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <returns>The beats.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EcgCollection Read(IEnumerable<string> paths, EcgBeatOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new EcgBeatOptions();
        options.ThrowIfInvalid();
        var records = new List<EcgRecord>();
        var leftOut = new List<LeftOutRecord>();
        foreach (var path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                records.Add(EcgRecord.Read(path, options));
            }
            catch (EcgRecordException problem)
            {
                leftOut.Add(new LeftOutRecord(path, problem.Problem, problem.Message));
            }
        }
        return new EcgCollection(records, leftOut, options.SampleCount);
    }

    /// <summary>The usable beats as samples without targets, whether or not their classes are known. Nothing is copied.</summary>
    /// <returns>A row for each of <see cref="UsableBeats"/>; none where there are none. Thread-safe.</returns>
    public ISampleSource ToSamples() => new BeatSamples([.. UsableBeats.Select(entry => entry.Beat)], sampleCount);

    /// <summary>The usable beats as a data set, patients being its groups, so that partitions and folds can keep a patient
    /// together.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>A row for each of <see cref="UsableBeats"/>; labels are <see cref="AamiClass"/> numbers.</returns>
    /// <exception cref="InvalidOperationException">There are no usable beats, or their classes are not known, since they were
    /// detected.</exception>
    public ClassificationDataset ToDataset(string name)
    {
        var beats = UsableBeats.ToList();
        if (beats.Count == 0)
            throw new InvalidOperationException(
                $"EcgCollection: there are no beats for '{name}'. Got {Records.Count} records, {LeftOut.Count} more left out. Expected a " +
                "usable beat. Look at LeftOut and at the beats' flags.");
        if (beats.Find(entry => entry.Beat.Class is null) is { Record: not null } unknown)
            throw new InvalidOperationException(
                $"EcgCollection: a beat has no class. Got a detected one in '{unknown.Record.Name}'. Expected annotated beats. Read with " +
                "BeatSource.Annotations.");
        var values = new float[beats.Count * sampleCount];
        for (var row = 0; row < beats.Count; row++)
            for (var i = 0; i < sampleCount; i++) values[row * sampleCount + i] = beats[row].Beat.Values[i];
        string[] patients = [.. Records.Select(record => record.Patient).Distinct()];
        return ClassificationDataset.FromFloats(
                name, values, [.. beats.Select(entry => (byte)entry.Beat.Class!.Value)], [sampleCount], AamiClasses.Letters,
                Standardization.None)
            .WithGroups([.. beats.Select(entry => Array.IndexOf(patients, entry.Record.Patient))], patients);
    }
}
