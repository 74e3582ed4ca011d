using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tutti.Learning.Modules.Specification;

/// <summary>
/// A model as data: a list of layers, read from and written to JSON. Saved beside weights, so that a checkpoint can be used without the
/// program that made it.
/// </summary>
public sealed class ModelSpecification
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new NumberOrList() },
        MaxDepth = 8,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LayerTypes.Describe } },
    };

    internal ModelSpecification(IReadOnlyList<LayerSpecification> layers, ModelTask task)
    {
        Layers = layers;
        Task = task;
    }

    /// <summary>What the model is trained to give; not part of the JSON.</summary>
    public ModelTask Task { get; }

    internal IReadOnlyList<LayerSpecification> Layers { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="json">A JSON list of layers, each an object with a <c>type</c> and fields named as in PyTorch's modules.</param>
    /// <param name="task">What it is trained to give. Default: classes.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">Not such a list, an unknown layer type (the nearest is named), or an unknown or missing field.</exception>
    public static ModelSpecification Parse(string json, ModelTask task = ModelTask.Classification)
    {
        try
        {
            using (var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false })) LayerFields.Check(document.RootElement, Format);
            var layers = JsonSerializer.Deserialize<List<LayerSpecification>>(json, Format);
            if (layers is not { Count: > 0 } || layers.Contains(null!))
                throw new ArgumentException("Model: no layers. Got an empty list. Expected at least one layer.");
            return new ModelSpecification(layers, task);
        }
        catch (JsonException problem)
        {
            // What .NET says besides the place is about its own types.
            var got = problem.Path?.StartsWith("$[", StringComparison.Ordinal) == true ? $"a value that does not fit at {problem.Path}." : problem.Message;
            throw new ArgumentException($"Model: not a list of layers. Got {got} Expected for instance " +
                """[{"type":"Linear","in_features":784,"out_features":10,"bias":true}].""", problem);
        }
    }

    /// <summary>The model as indented JSON; <see cref="Parse"/> reads it back.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(Layers, new JsonSerializerOptions(Format) { WriteIndented = true });

    /// <summary>Makes the network; initialise it or load weights into it before use.</summary>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentException">A layer's fields make no sense; the message names the layer.</exception>
    public Sequential Build()
    {
        var modules = new Module[Layers.Count];
        for (var i = 0; i < modules.Length; i++)
        {
            try
            {
                modules[i] = Layers[i].Build();
            }
            catch (ArgumentException problem)
            {
                throw new ArgumentException($"Model: layer {i} cannot be made. {ArgumentMessage.Of(problem)}", problem);
            }
            catch (OverflowException problem)
            {
                throw new ArgumentException(
                    $"Model: layer {i} cannot be made. Its weights are too large. Expected at most 2 GiB a tensor. Choose smaller sizes.", problem);
            }
        }
        return new Sequential(modules);
    }
}
