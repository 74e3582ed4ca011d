using Tutti.Cli.Arguments;
using Tutti.Learning;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Cli.Training;

/// <summary>A model by a preset's name or by the path of a file with its layers.</summary>
internal static class ModelChoice
{
    private const string Extension = ".json";

    /// <summary>Checks a given model and makes a path absolute, so that a run can be resumed from another folder.</summary>
    internal static string Read(GivenValue given)
    {
        if (!IsFile(given.NotEmpty())) return given.OneOf(ModelPresets.Names);
        return File.Exists(given.Text)
            ? Path.GetFullPath(given.Text)
            : throw new InputException($"{given.Source}: there is no such file. Got '{given.Text}'. " +
                $"Expected a JSON file with layers, or one of {string.Join(", ", ModelPresets.Names)}.");
    }

    /// <summary>The name for people: the preset's, or the file's without folder and extension.</summary>
    internal static string NameOf(string model) => IsFile(model) ? Path.GetFileNameWithoutExtension(model) : model;

    /// <summary>Makes the model for data of a shape; everything wrong is an <see cref="InputException"/>.</summary>
    internal static ModelSpecification Create(string model, string? task, Shape sampleShape, int classCount) => InputException.From(() =>
    {
        if (IsFile(model)) return ModelSpecification.Parse(File.ReadAllText(model), ModelTasks.Find(task ?? ModelTasks.Classification));
        var preset = ModelPresets.Create(model, sampleShape, classCount);
        if (task is not null && ModelTasks.Find(task) != preset.Task)
            throw new InputException($"--task: the preset is for something else. Got '{task}' for '{model}'. " +
                $"Expected {ModelTasks.NameOf(preset.Task)}, or no --task.");
        return preset;
    });

    private static bool IsFile(string model) =>
        model.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || model.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);
}
