using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>The models that come with Tutti, by name. The first layer follows the data's shape, the last its number of classes.</summary>
public static class ModelPresets
{
    private static readonly Dictionary<string, ModelPreset> Presets =
        new[] { ImagePresets.All, AutoencoderPresets.All, RecurrentPresets.All, TransformerPresets.All }.SelectMany(family => family).ToDictionary(preset => preset.Name);

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Presets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What a preset is trained to give.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The task.</returns>
    /// <exception cref="ArgumentException">An unknown name; the nearest is named.</exception>
    public static ModelTask TaskOf(string name) => Find(name).Task;

    /// <summary>Makes the model for data of a shape.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sampleShape">The shape of one sample; image models need <c>[channels, height, width]</c>.</param>
    /// <param name="classCount">The number of classes, at least 2; a reconstruction does not look at it.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An unknown name (the nearest is named), or samples that do not fit the model.</exception>
    public static ModelSpecification Create(string name, Shape sampleShape, int classCount)
    {
        var preset = Find(name);
        if (preset.Task == ModelTask.Classification && classCount < 2)
            throw new ArgumentException($"Model: there is nothing to tell apart. Got {classCount} classes. Expected at least 2.");
        return new ModelSpecification(preset.Make(sampleShape, classCount), preset.Task);
    }

    private static ModelPreset Find(string name) => Presets.GetValueOrDefault(name)
        ?? throw new ArgumentException($"Model: unknown preset. Got '{name}'. {NearestName.Suggest(name, Names)}");
}
