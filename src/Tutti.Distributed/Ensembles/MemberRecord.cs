using System.Text.Json;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// What is known of a member while an ensemble is trained: <c>member-N.json</c>, written by the worker that trains it, read by the caller and
/// by a later training that goes on.
/// </summary>
/// <param name="Fingerprint">Of all that the member depends on.</param>
/// <param name="Rank">Who trains it.</param>
/// <param name="Member">The saved member; null while it is trained.</param>
internal sealed record MemberRecord(string Fingerprint, int Rank, ManifestMember? Member)
{
    public static string PathOf(string folder, int member) => Path.Combine(folder, $"member-{member}.json");

    public static string ModelPathOf(string folder, int member) => Path.Combine(folder, $"member-{member}.safetensors");

    /// <summary>What the file says of a member with this fingerprint; null if there is nothing of the kind.</summary>
    public static MemberRecord? TryRead(string folder, int member, string fingerprint)
    {
        try
        {
            var record = JsonSerializer.Deserialize<MemberRecord>(File.ReadAllBytes(PathOf(folder, member)), EnsembleJson.Options);
            return record?.Fingerprint == fingerprint ? record : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            // Whatever is there is not what this training wrote.
            return null;
        }
    }
}
