using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>Chooses α on recordings that no member has learned from.</summary>
internal static class AlphaFinder
{
    /// <summary>What α is where nothing can choose it.</summary>
    internal const double Default = 0.01;

    /// <summary>Chooses α by F1 where the recordings have anomalous and usual beats; else it is the default, and the recipe says why.</summary>
    internal static async Task<BeatRecipe> FindAsync(
        string folder, BeatRecipe recipe, IReadOnlyList<string> records, CancellationToken cancellation)
    {
        if (records.Count == 0) return recipe with { Alpha = Default, AlphaOrigin = "by default: no recordings were held out" };
        var beats = EcgCollection.Read(records, recipe.ToOptions(), cancellation);
        var classes = beats.UsableBeats.Select(entry => entry.Beat.Class).ToArray();
        int[] rows = [.. Enumerable.Range(0, classes.Length).Where(row => classes[row] is not (null or AamiClass.Unknown))];
        long[] labels = [.. rows.Select(row => classes[row] == AamiClass.Normal ? 0L : 1L)];
        if (!labels.Contains(0) || !labels.Contains(1))
            return recipe with { Alpha = Default, AlphaOrigin = "by default: the recordings held out have no annotated anomalous beats, or no usual ones" };
        var driver = new EnsembleDriver(new EnsembleDriverOptions { Deadline = TimeSpan.FromHours(1) });
        EnsembleAnswer answer;
        await using (driver.ConfigureAwait(false))
        {
            foreach (var node in EnsembleFolder.LoadNodes(folder)) driver.Add(node);
            answer = await driver.ScoreAsync(new SourceSubset(beats.ToSamples(), rows), cancellation: cancellation).ConfigureAwait(false);
        }
        var choice = AlphaChoice.Choose(labels, [.. answer.Values], AlphaCriterion.F1);
        return recipe with
        {
            Alpha = choice.Alpha,
            AlphaOrigin = FormattableString.Invariant(
                $"F1 = {choice.Value:0.000} on {Words.Count(rows.Length, "beat")} of {Words.Count(beats.Records.Count, "recording")} held out"),
        };
    }
}
