using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tutti.Learning.Detection;

/// <summary>What a detector's file says besides numbers: JSON under <c>detector</c> in its metadata.</summary>
internal sealed record DetectorDescription
{
    public const string Key = "detector";

    /// <summary>The number goes up with what older programs cannot read.</summary>
    public const string CurrentFormat = "tutti-detector-1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Format { get; init; }

    public required string Kind { get; init; }

    public required int[] SampleShape { get; init; }

    /// <summary>The network's layers as JSON; null for detectors without one.</summary>
    public JsonElement? Model { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static DetectorDescription Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!metadata.TryGetValue(Key, out var json))
            throw new InvalidDataException(
                $"Detector: '{path}' is no detector. Got a file without '{Key}' in its metadata. Expected one that a detector's Save " +
                "wrote.");
        try
        {
            var description = JsonSerializer.Deserialize<DetectorDescription>(json, Options)
                ?? throw new JsonException("null");
            if (description.Format != CurrentFormat)
                throw new InvalidDataException(
                    $"Detector: '{path}' has another format. Got '{description.Format}'. Expected '{CurrentFormat}'. Read it with the " +
                    "version of Tutti that wrote it, and train again.");
            return description;
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"Detector: the description in '{path}' cannot be understood. Got {problem.Message} Expected what a detector's Save " +
                "wrote.", problem);
        }
    }
}
