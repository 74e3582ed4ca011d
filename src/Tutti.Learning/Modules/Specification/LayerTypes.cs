using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tutti.Learning.Modules.Specification;

/// <summary>All kinds of layers that model files may name.</summary>
internal static class LayerTypes
{
    internal static IReadOnlyList<LayerType> All { get; } =
    [
        .. BasicLayers.Types, .. ImageLayers.Types, .. WindowLayers.Types, .. NormalizationLayers.Types,
        .. RecurrentLayers.Types, .. TransformerLayers.Types,
    ];

    internal static IReadOnlyList<string> Names { get; } = [.. All.Select(type => type.Name).Order(StringComparer.Ordinal)];

    /// <summary>Tells the JSON reader and writer which record a layer's <c>type</c> stands for.</summary>
    internal static void Describe(JsonTypeInfo info)
    {
        if (info.Type != typeof(LayerSpecification)) return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach (var type in All) info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type.Specification, type.Name));
    }
}
