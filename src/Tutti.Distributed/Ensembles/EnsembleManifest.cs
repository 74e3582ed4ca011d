using System.Text.Json;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Which members an ensemble has: <c>ensemble.json</c> in its folder, beside <c>member-0.safetensors</c>, <c>member-1.safetensors</c>, …
/// Written when all members are there, so that a folder with a manifest is whole. Immutable.
/// </summary>
/// <param name="Members">The members, at least one, in the order of their numbers.</param>
public sealed record EnsembleManifest(IReadOnlyList<ManifestMember> Members)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "ensemble.json";

    // The number goes up with what older programs cannot read.
    private const string CurrentFormat = "tutti-ensemble-1";

    /// <summary>Each member's version by name, for <see cref="EnsembleDriverOptions.ExpectedVersions"/>.</summary>
    public IReadOnlyDictionary<string, string> Versions => Members.ToDictionary(member => member.Name, member => member.Version);

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="FileNotFoundException">The folder has none: no ensemble was trained to its end there.</exception>
    /// <exception cref="InvalidDataException">The file is broken, or of another format.</exception>
    public static EnsembleManifest Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"Ensemble: '{folder}' holds no ensemble. Got no {FileName}. Expected what PartitionEnsemble leaves when all members are " +
                "trained. Train it to its end.", path);
        try
        {
            var file = JsonSerializer.Deserialize<ManifestFile>(File.ReadAllBytes(path), EnsembleJson.Options) ?? throw new JsonException("null");
            if (file.Format != CurrentFormat) throw new JsonException($"format '{file.Format}' instead of '{CurrentFormat}'.");
            if (file.Members.Contains(null!)) throw new JsonException("a member that is null.");
            var names = file.Members.Select(member => member.Name).Distinct(StringComparer.Ordinal);
            if (file.Members.Length == 0 || names.Count() != file.Members.Length) throw new JsonException("no members, or a name twice.");
            // A manifest must not make anybody read files elsewhere.
            if (Array.Find(file.Members, member => member.File != Path.GetFileName(member.File) || member.File.Length == 0) is { } away)
                throw new JsonException($"a file outside the folder: '{away.File}'.");
            return new EnsembleManifest(file.Members);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"Ensemble: '{path}' cannot be understood. Got {problem.Message} Expected what PartitionEnsemble writes.", problem);
        }
    }

    /// <summary>Writes the manifest of a folder, whole or not at all; the one that was there is replaced.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string folder) => EnsembleJson.Write(
        Path.Combine(folder, FileName), new ManifestFile { Format = CurrentFormat, Members = [.. Members] });

    private sealed record ManifestFile
    {
        public required string Format { get; init; }

        public required ManifestMember[] Members { get; init; }
    }
}
