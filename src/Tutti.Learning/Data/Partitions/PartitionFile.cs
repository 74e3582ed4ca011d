using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tutti.Learning.Data.Partitions;

/// <summary>What a file with a partition says, as JSON; docs/DATA.md describes it.</summary>
internal sealed record PartitionFile(string Format, string Scheme, PartitionedData Data, string[] Names, int[][] Parts)
{
    internal const string CurrentFormat = "tutti-partition-1";

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    internal static PartitionFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var content = JsonSerializer.Deserialize<PartitionFile>(stream, Json) ?? throw new JsonException("It is null.");
            if (content.Format != CurrentFormat) throw new JsonException($"The format is '{content.Format}'.");
            // Elements of arrays are not looked at by the serializer.
            if (content.Parts.Any(rows => rows is null) || content.Names.Any(name => name is null)) throw new JsonException("A part or a name is null.");
            return content;
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"Partition: '{path}' is no partition. Got: {problem.Message} Expected a file of format {CurrentFormat}, as Write makes it.", problem);
        }
    }
}

/// <summary>The data set that a partition in a file belongs to.</summary>
internal sealed record PartitionedData(string Name, string Digest, int Count);
