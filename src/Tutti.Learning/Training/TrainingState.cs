using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Schedules;

namespace Tutti.Learning.Training;

/// <summary>What a training's state file says besides tensors, as JSON in the file's metadata.</summary>
internal sealed record TrainingState(
    TrainingFacts Facts, ProgressState Progress, MonitorState Monitor, ReduceOnPlateauState? Plateau, long OptimizerSteps)
{
    internal const string Key = "tutti.training";
    internal const string ModelPrefix = "model.", OptimizerPrefix = "optimizer.", StrategyPrefix = "strategy.";

    // A validation loss may be infinite or NaN although training goes on well.
    internal static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    internal static bool IsOfStrategy(string name) => name.StartsWith(StrategyPrefix, StringComparison.Ordinal);

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
    internal void CheckFits(TrainingFacts now, BatchPlan plan)
    {
        if (now == Facts)
        {
            CheckProgress(plan);
            return;
        }
        var differences = typeof(TrainingFacts).GetProperties()
            .Where(property => !Equals(property.GetValue(Facts), property.GetValue(now)))
            .Select(property => string.Create(CultureInfo.InvariantCulture,
                $"{property.Name} {property.GetValue(now) ?? "none"} where it was {property.GetValue(Facts) ?? "none"}"));
        throw new InvalidOperationException(
            $"Trainer: this is another training than the one that was interrupted. Got {string.Join(", ", differences)}. " +
            "Expected the same numbers. Resume with the options of the run.");
    }

    // Only a file that was tampered with says so.
    private void CheckProgress(BatchPlan plan)
    {
        var (steps, epochs, inEpoch) = (Progress.StepCount, Progress.EpochCount, Progress.StepInEpoch);
        if (epochs >= 0 && epochs <= Facts.EpochCount && inEpoch >= 0 && inEpoch <= plan.StepCount
            && steps == (long)epochs * plan.StepCount + inEpoch) return;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"Trainer: the training state makes no sense. Got step {steps} as step {inEpoch} after {epochs} epochs. ") +
            $"Expected at most {Facts.EpochCount} epochs of {plan.StepCount} steps. Take the state of another step.");
    }
}
