using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Storage.Files;

namespace Tutti.Distributed.Ensembles;

/// <summary>How the files of an ensemble are written.</summary>
internal static class EnsembleJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    public static void Write<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Options));
}
