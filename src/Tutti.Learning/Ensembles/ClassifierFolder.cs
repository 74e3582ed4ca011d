using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Learning.Checkpoints;
using Tutti.Storage.Files;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>An ensemble as a folder: <c>classifier.json</c>, and <c>member-N</c> and <c>member-N.rows.safetensors</c> for each member.</summary>
internal static class ClassifierFolder
{
    private const string Manifest = "classifier.json", CurrentFormat = "tutti-classifier-1", RowsTensor = "rows";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private sealed record Content(string Format, IReadOnlyList<Entry> Members, Combiner Combiner);

    private sealed record Entry(string Name, string Model, bool RowsAreContents, string SeenSha256);

    internal static void Write(string path, EnsembleClassifier ensemble)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(path);
        // Written last, so that a folder with one is whole: also where members of an earlier one are replaced.
        File.Delete(Path.Combine(path, Manifest));
        var entries = ensemble.Members.Select((member, index) =>
        {
            var model = member.Model is EnsembleClassifier ? $"member-{index}" : $"member-{index}.safetensors";
            member.Model.Save(Path.Combine(path, model));
            var rows = member.Seen.ToFingerprints();
            SafetensorsFile.Write(RowsPath(path, index), [new SafetensorsEntry(RowsTensor, ElementType.Int64, [rows.Count, 2])],
                _ => MemoryMarshal.AsBytes(rows.Values));
            return new Entry(member.Name, model, rows.AreContents, member.Seen.Digest);
        });
        var json = JsonSerializer.SerializeToUtf8Bytes(new Content(CurrentFormat, [.. entries], ensemble.Combiner), Format);
        AtomicFile.Write(Path.Combine(path, Manifest), stream => stream.Write(json));
    }

    internal static EnsembleClassifier Read(string path)
    {
        var content = ReadManifest(Path.Combine(path, Manifest));
        try
        {
            return new EnsembleClassifier([.. content.Members.Select((entry, index) => ReadMember(path, entry, index))], content.Combiner);
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Ensemble: what is in '{path}' does not fit together. {ArgumentMessage.Of(problem)}", problem);
        }
    }

    private static Content ReadManifest(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"Ensemble: there is none. Got a folder without '{path}'. Expected one that EnsembleClassifier.Save wrote.");
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Format) ?? throw new JsonException("null");
            if (content.Members.Contains(null!)) throw new JsonException("a member that is null.");
            return content.Format == CurrentFormat ? content : throw new InvalidDataException(
                $"Ensemble: '{path}' has another format. Got '{content.Format}'. Expected '{CurrentFormat}'. Read it with the version of Tutti that wrote it.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"Ensemble: '{path}' cannot be understood. Got {problem.Message} Expected what EnsembleClassifier.Save wrote.", problem);
        }
    }

    private static Member ReadMember(string path, Entry entry, int index)
    {
        // A name from a file must lead neither out of the folder nor, as '.', into it again without an end.
        if (entry.Model != $"member-{index}" && entry.Model != $"member-{index}.safetensors")
            throw new InvalidDataException($"Ensemble: a member is elsewhere. Got '{entry.Model}'. Expected a file in '{path}'.");
        var seen = ReadRows(RowsPath(path, index), entry.RowsAreContents);
        if (seen.Digest != entry.SeenSha256)
            throw new InvalidDataException(
                $"Ensemble: the rows that '{entry.Name}' has seen are not its own. Got {seen.Digest} in '{path}'. Expected {entry.SeenSha256}. Save the " +
                "ensemble again.");
        return new Member(entry.Name, Classifiers.Load(Path.Combine(path, entry.Model)), seen);
    }

    private static SeenRows ReadRows(string path, bool areContents)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.TryGet(RowsTensor, out var entry) || entry.Type != ElementType.Int64 || entry.Shape.Rank != 2 || entry.Shape[1] != 2)
            throw new InvalidDataException($"Ensemble: '{path}' has no rows. Got {entry?.ToString() ?? "nothing"}. Expected '{RowsTensor}', Int64 [N, 2].");
        var values = new UInt128[entry.Shape[0]];
        file.Read(RowsTensor, MemoryMarshal.Cast<UInt128, long>(values.AsSpan()));
        return new SeenRows(RowFingerprints.FromTrusted(values, areContents));
    }

    private static string RowsPath(string path, int index) => Path.Combine(path, $"member-{index}.rows.safetensors");
}
