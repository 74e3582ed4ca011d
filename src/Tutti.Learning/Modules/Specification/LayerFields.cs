using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Looks at a model file before it is read, so that what is wrong is said in the file's own words.</summary>
internal static class LayerFields
{
    private const string Type = "type";

    /// <summary>Refuses anything but a list of objects with a known type, all of that type's required fields, and no others.</summary>
    /// <exception cref="ArgumentException">The message names layer, field and the nearest that there is.</exception>
    internal static void Check(JsonElement model, JsonSerializerOptions format)
    {
        if (model.ValueKind != JsonValueKind.Array)
            throw new ArgumentException($"Model: not a list. Got a JSON {model.ValueKind}. Expected a list of layers.");
        var index = 0;
        foreach (var layer in model.EnumerateArray()) CheckLayer(layer, index++, format);
    }

    private static void CheckLayer(JsonElement layer, int index, JsonSerializerOptions format)
    {
        var name = layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty(Type, out var value) ? value.ToString() : null;
        var type = LayerTypes.All.FirstOrDefault(known => known.Name == name)
            ?? throw new ArgumentException(
                $"Model: layer {index} has an unknown type. Got '{name}'. {NearestName.Suggest(name ?? "", LayerTypes.Names)}");
        var fields = format.GetTypeInfo(type.Specification).Properties;
        string[] names = [.. fields.Select(field => field.Name)];
        foreach (var field in layer.EnumerateObject())
            if (field.Name != Type && !names.Contains(field.Name))
                throw new ArgumentException($"Model: layer {index} ({name}) has an unknown field. Got '{field.Name}'. " +
                    (names.Length == 0 ? "Expected none." : NearestName.Suggest(field.Name, names)));
        if (fields.FirstOrDefault(field => field.IsRequired && !layer.TryGetProperty(field.Name, out _)) is { } missing)
            throw new ArgumentException($"Model: layer {index} ({name}) lacks a field. Got no '{missing.Name}'. " +
                $"Expected {string.Join(", ", fields.Where(field => field.IsRequired).Select(field => field.Name))}.");
    }
}
