using System.Globalization;
using System.Text.Json;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Schedules;

namespace Tutti.Learning.Training;

/// <summary>What a training's state file says besides tensors, as JSON in the file's metadata.</summary>
internal sealed record TrainingState(
    TrainingFacts Facts, ProgressState Progress, MonitorState Monitor, ReduceOnPlateauState? Plateau, long OptimizerSteps)
{
    internal const string Key = "tutti.training";
    internal const string ModelPrefix = "model.", OptimizerPrefix = "optimizer.";

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    internal static TrainingState Read(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(Key, out var json))
            throw new InvalidDataException($"Trainer: '{path}' is no training state. Got a file without '{Key}' in its metadata. " +
                "Expected a file that SaveState wrote. Weights alone are loaded into the network instead.");
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(json, Format) ?? throw new JsonException("It is null.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"Trainer: the training state in '{path}' cannot be understood. Got: {problem.Message}", problem);
        }
    }

    /// <summary>Refuses a training that would not give the bits of the one that was interrupted.</summary>
    internal void CheckFits(TrainingFacts now)
    {
        if (now == Facts) return;
        var differences = typeof(TrainingFacts).GetProperties()
            .Where(property => !Equals(property.GetValue(Facts), property.GetValue(now)) && property.Name != "EqualityContract")
            .Select(property => string.Create(CultureInfo.InvariantCulture,
                $"{property.Name} {property.GetValue(now) ?? "none"} where it was {property.GetValue(Facts) ?? "none"}"));
        throw new InvalidOperationException(
            $"Trainer: this is another training than the one that was interrupted. Got {string.Join(", ", differences)}. " +
            "Expected the same numbers. Resume with the options of the run.");
    }
}
