using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Learning.Data.Ecg;
using Tutti.Storage.Files;

namespace Tutti.Cli.Detection;

/// <summary>
/// How an ensemble's beats were cut and from which p-value on one is anomalous: a file beside the members, so that new recordings are
/// treated as those that it learned from.
/// </summary>
internal sealed record BeatRecipe
{
    internal const string FileName = "beats.json";
    private const string CurrentFormat = "tutti-beats-1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    public string Format { get; init; } = CurrentFormat;

    public IReadOnlyList<string> Leads { get; init; } = new EcgBeatOptions().Leads;

    public BeatSource Source { get; init; } = BeatSource.Annotations;

    public string Annotator { get; init; } = new EcgBeatOptions().Annotator;

    public BaselineRemoval Baseline { get; init; } = new EcgBeatOptions().Baseline;

    public double? MainsFrequency { get; init; }

    public BeatNormalization Normalization { get; init; } = BeatNormalization.ZScore;

    public bool IncludePaced { get; init; }

    /// <summary>The threshold of p; of the mean, where other combinations have their own.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>The threshold for each combination for which one was chosen, by its word: combined p-values are of different sizes.</summary>
    public IReadOnlyDictionary<string, double> Alphas { get; init; } = new Dictionary<string, double>();

    /// <summary>How it was chosen, for people.</summary>
    public string AlphaOrigin { get; init; } = "given";

    /// <summary>The threshold for a combination.</summary>
    internal double AlphaFor(string combination) => Alphas.GetValueOrDefault(combination, Alpha);

    internal EcgBeatOptions ToOptions() => new()
    {
        Leads = Leads, Source = Source, Annotator = Annotator, Baseline = Baseline, MainsFrequency = MainsFrequency,
        Normalization = Normalization, IncludePaced = IncludePaced,
    };

    internal void Save(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>That of an ensemble for recordings that it has not seen, which need not be annotated.</summary>
    /// <inheritdoc cref="Load"/>
    internal static BeatRecipe LoadForNew(string folder) => Load(folder) with { Source = BeatSource.AnnotationsOrDetection };

    /// <exception cref="InputException">There is none, or it cannot be understood.</exception>
    internal static BeatRecipe Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var file = File.OpenRead(path);
            var recipe = JsonSerializer.Deserialize<BeatRecipe>(file, Json) ?? throw new JsonException("null.");
            if (recipe.Format != CurrentFormat) throw new JsonException($"the format '{recipe.Format}', expected '{CurrentFormat}'.");
            foreach (var alpha in recipe.Alphas.Values.Prepend(recipe.Alpha))
                if (!(alpha is >= 0 and <= 1)) throw new JsonException($"alpha {alpha}, expected 0 to 1.");
            return recipe;
        }
        catch (JsonException problem)
        {
            throw new InputException($"--ensemble: '{path}' cannot be understood. Got {problem.Message} Expected what tutti detect train wrote.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--ensemble: this is no ensemble of heartbeats. Got '{folder}': {problem.Message} Expected a folder with {FileName}, as tutti detect train wrote it.", problem);
        }
    }
}
