using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Detection;
using Tutti.Learning.Metrics;

namespace Tutti.Cli.Detection;

/// <summary>Chooses α, and finds how good members are, on recordings that none of them has learned from.</summary>
internal static class AlphaFinder
{
    /// <summary>What α is where nothing can choose it.</summary>
    internal const double Default = 0.01;

    /// <summary>
    /// Chooses α by F1, for each combination its own, where the recordings have anomalous and usual beats; else it is the default, and the
    /// recipe says why. The manifest gets each member's area under the ROC curve as its validation score.
    /// </summary>
    /// <returns>The recipe with α, and a line for each recording that could not be used.</returns>
    internal static (BeatRecipe Recipe, string[] LeftOut) Find(
        string folder, EnsembleManifest manifest, BeatRecipe recipe, IReadOnlyList<string> records, CancellationToken cancellation)
    {
        if (records.Count == 0) return (ByDefault("no recordings were held out"), []);
        var beats = EcgCollection.Read(records, recipe.ToOptions(), cancellation);
        string[] leftOut = [.. beats.LeftOut.Select(record => record.ToString())];
        var classes = beats.UsableBeats.Select(entry => entry.Beat.Class).ToArray();
        int[] rows = [.. Enumerable.Range(0, classes.Length).Where(row => classes[row] is not (null or AamiClass.Unknown))];
        long[] labels = [.. rows.Select(row => classes[row] == AamiClass.Normal ? 0L : 1L)];
        if (!labels.Contains(0) || !labels.Contains(1))
            return (ByDefault("the recordings held out have no annotated anomalous beats, or no usual ones"), leftOut);
        var (members, values) = Judge(folder, manifest, new SourceSubset(beats.ToSamples(), rows), labels, cancellation);
        var chosen = Choose(members, values, labels);
        var mean = chosen[Combination.Mean.Word];
        return (recipe with
        {
            Alpha = mean.Alpha,
            Alphas = chosen.ToDictionary(choice => choice.Key, choice => choice.Value.Alpha),
            AlphaOrigin = FormattableString.Invariant(
                $"F1 = {mean.Value:0.000} on {Words.Count(rows.Length, "beat")} of {Words.Count(beats.Records.Count, "recording")} held out"),
        }, leftOut);

        BeatRecipe ByDefault(string reason) => recipe with { Alpha = Default, AlphaOrigin = $"by default: {reason}" };
    }

    private static (NodeFacts[] Members, double[][] Values) Judge(
        string folder, EnsembleManifest manifest, ISampleSource samples, long[] labels, CancellationToken cancellation)
    {
        var values = new List<double[]>();
        var judged = new List<ManifestMember>();
        foreach (var member in manifest.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = EnsembleFolder.Load(folder, member).PValues(samples);
            values.Add(own);
            judged.Add(member with { ValidationScore = Ranking.RocAuc<double>(labels, [.. own.Select(p => 1 - p)]) });
        }
        (manifest with { Members = judged }).Write(folder);
        return ([.. judged.Select(member => new NodeFacts(member.Name, member.Version, samples.SampleShape)
        {
            TrainingSamples = member.TrainingSamples, ValidationScore = member.ValidationScore,
        })], [.. values]);
    }

    private static Dictionary<string, AlphaChoice> Choose(NodeFacts[] members, double[][] values, long[] labels)
    {
        var chosen = new Dictionary<string, AlphaChoice>();
        foreach (var word in Combination.Words)
        {
            // A member that ranks every anomalous beat below every usual one has no weight.
            if (word == Combination.WeightedByValidation.Word && members.Any(member => !(member.ValidationScore > 0))) continue;
            var combination = Combination.Parse(word, Default);
            double[] combined = combination.CountsVotes ? HalfOf(values) : [.. combination.Combine(members, values)];
            chosen.Add(word, AlphaChoice.Choose(labels, combined, AlphaCriterion.F1));
        }
        return chosen;
    }

    // The least α at which half of the members vote for anomalous.
    private static double[] HalfOf(double[][] values) =>
        [.. Enumerable.Range(0, values[0].Length).Select(row => values.Select(own => own[row]).Order().ElementAt((values.Length - 1) / 2))];
}
