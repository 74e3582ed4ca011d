using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>What a classifier's file says besides numbers: JSON under <c>classifier</c> in its metadata.</summary>
internal sealed record ClassifierDescription
{
    public const string Key = "classifier";

    /// <summary>The number goes up with what older programs cannot read.</summary>
    public const string CurrentFormat = "tutti-classifier-1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string Format { get; init; } = "";

    public required string Kind { get; init; }

    public required int[] SampleShape { get; init; }

    public required int ClassCount { get; init; }

    /// <summary>The network's layers as JSON; null for classifiers without one.</summary>
    public JsonElement? Model { get; init; }

    /// <summary>How many neighbours vote; null for other classifiers.</summary>
    public int? NeighborCount { get; init; }

    public Shape Shape => Tutti.Tensors.Shape.Create(SampleShape);

    public Dictionary<string, string> ToMetadata() =>
        new() { [Key] = JsonSerializer.Serialize(this with { Format = CurrentFormat }, Options) };

    public static ClassifierDescription Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!metadata.TryGetValue(Key, out var json))
            throw new InvalidDataException(
                $"Classifier: '{path}' is no classifier. Got a file without '{Key}' in its metadata. Expected one that Save wrote.");
        try
        {
            var read = JsonSerializer.Deserialize<ClassifierDescription>(json, Options) ?? throw new JsonException("null");
            if (read.Format != CurrentFormat || read.ClassCount < 2 || read.SampleShape.Length > 8 || read.SampleShape.Any(size => size < 1))
                throw new InvalidDataException(
                    $"Classifier: the description in '{path}' cannot be used. Got format '{read.Format}', {read.ClassCount} classes and samples " +
                    $"[{string.Join(", ", read.SampleShape)}]. Expected '{CurrentFormat}', at least 2 classes and up to 8 dimensions of at least 1.");
            return read;
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"Classifier: the description in '{path}' cannot be understood. Got {problem.Message} Expected what Save wrote.", problem);
        }
    }
}
