using System.CommandLine;
using Tutti.Cli.Detection;
using Tutti.Learning.Data.Ecg;

namespace Tutti.Cli.Arguments;

/// <summary>The flags that say how beats are cut; what is not given stays as the recipe has it.</summary>
internal sealed class BeatFlags
{
    private static readonly Dictionary<string, BeatSource> Sources = new()
    {
        ["annotations"] = BeatSource.Annotations, ["detection"] = BeatSource.Detection, ["auto"] = BeatSource.AnnotationsOrDetection,
    };

    private static readonly Dictionary<string, BeatNormalization> Normalizations = new()
    {
        ["none"] = BeatNormalization.None, ["z-score"] = BeatNormalization.ZScore, ["range"] = BeatNormalization.Range,
    };

    private static readonly Dictionary<string, BaselineRemoval> Baselines = new()
    {
        ["none"] = BaselineRemoval.None, ["high-pass"] = BaselineRemoval.HighPass, ["median"] = BaselineRemoval.Median,
    };

    private readonly ValueOption leads = new("--lead", "NAME,…", "The lead, or several in the order of preference");
    private readonly ValueOption source = new(
        "--beats", "HOW", $"Where beats are known from: {string.Join(", ", Sources.Keys)} (annotations where some are beats)");
    private readonly ValueOption paced = ValueOption.Switch("--paced", "Keep recordings with paced beats");
    private readonly ValueOption normalization = new(
        "--normalization", "HOW", $"How each beat is scaled: {string.Join(", ", Normalizations.Keys)} (default: z-score)");
    private readonly ValueOption baseline = new(
        "--baseline", "HOW", $"How drift is taken out: {string.Join(", ", Baselines.Keys)} (default: high-pass)");
    private readonly ValueOption mains = new("--mains", "HERTZ", "Take out the mains' hum of this frequency (default: leave it)");
    private readonly bool decidesShape;

    /// <param name="command">Gets the flags.</param>
    /// <param name="decidesShape">Whether members are trained on these beats, so that it may choose what they look like.</param>
    internal BeatFlags(Command command, bool decidesShape)
    {
        this.decidesShape = decidesShape;
        foreach (var option in new[] { leads, source, paced }) command.Add(option.Option);
        if (decidesShape)
            foreach (var option in new[] { normalization, baseline, mains }) command.Add(option.Option);
    }

    internal BeatRecipe Read(ParseResult parse, BeatRecipe recipe)
    {
        recipe = recipe with
        {
            Leads = leads.Read(parse)?.NotEmpty().Split(',', StringSplitOptions.TrimEntries) ?? recipe.Leads,
            Source = source.Read(parse) is { } how ? Sources[how.OneOf(Sources.Keys)] : recipe.Source,
            IncludePaced = paced.Read(parse)?.Switch() ?? recipe.IncludePaced,
        };
        return !decidesShape ? recipe : recipe with
        {
            Normalization = normalization.Read(parse) is { } scaling ? Normalizations[scaling.OneOf(Normalizations.Keys)] : recipe.Normalization,
            Baseline = baseline.Read(parse) is { } drift ? Baselines[drift.OneOf(Baselines.Keys)] : recipe.Baseline,
            MainsFrequency = mains.Read(parse)?.MoreThanZero() ?? recipe.MainsFrequency,
        };
    }
}
