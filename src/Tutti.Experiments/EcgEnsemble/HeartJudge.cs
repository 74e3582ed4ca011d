using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Asks trained detectors, as nodes of an ensemble, and measures their p-values.</summary>
internal sealed class HeartJudge(HeartCase hearts, EcgEnsembleSettings settings, ulong seed)
{
    // Seed 0 alone has intervals.
    private int Repeats => seed == 0 ? settings.Repeats : 0;

    /// <summary>Judges by all nodes.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        var (pValues, alpha) = await ChooseAndAskAsync(detectors, cancellation).ConfigureAwait(false);
        return (alpha.Alpha, FiguresOf(pValues, alpha));
    }

    /// <summary>Judges by all but one node, which is lost while the test part is judged; α is what all nodes chose. The worst of all choices of
    /// the node.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeWithoutOneAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        AlphaChoice alpha;
        var all = CreateDriver(detectors, lost: null);
        await using (all.ConfigureAwait(false)) alpha = await ChooseAsync(all, cancellation).ConfigureAwait(false);
        var choices = new List<double[]>();
        for (var lost = 0; lost < detectors.Count; lost++)
        {
            var driver = CreateDriver(detectors, lost);
            await using (driver.ConfigureAwait(false)) choices.Add(await AskAsync(driver, cancellation).ConfigureAwait(false));
        }
        var worst = choices.MinBy(pValues => EcgFigures.Of(hearts.Source.Questions[0], hearts.Test, pValues, alpha, repeats: 0, seed).Auc)!;
        return (alpha.Alpha, FiguresOf(worst, alpha));
    }

    /// <summary>The mean over detectors of what each gives by itself, with an α of its own.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeEachAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        var judged = new List<(double[] PValues, AlphaChoice Alpha)>();
        foreach (var detector in detectors) judged.Add(await ChooseAndAskAsync([detector], cancellation).ConfigureAwait(false));
        return (double.NaN, [.. hearts.Source.Questions.Select(question => EcgFigures.OfMean(question, hearts.Test, judged, Repeats, seed))]);
    }

    private static EnsembleDriver CreateDriver(IReadOnlyList<IAnomalyDetector> detectors, int? lost)
    {
        var driver = new EnsembleDriver(new EnsembleDriverOptions { Deadline = TimeSpan.FromMinutes(10) });
        for (var member = 0; member < detectors.Count; member++)
        {
            IEnsembleNode node = new DetectorNode($"hospital-{member}", detectors[member]);
            driver.Add(member == lost ? new LostNode(node) : node);
        }
        return driver;
    }

    private async Task<(double[] PValues, AlphaChoice Alpha)> ChooseAndAskAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        var driver = CreateDriver(detectors, lost: null);
        await using (driver.ConfigureAwait(false))
        {
            var alpha = await ChooseAsync(driver, cancellation).ConfigureAwait(false);
            return (await AskAsync(driver, cancellation).ConfigureAwait(false), alpha);
        }
    }

    private async Task<AlphaChoice> ChooseAsync(EnsembleDriver driver, CancellationToken cancellation)
    {
        var (rows, labels) = hearts.Source.Questions[0].Select(hearts.Validation.Classes);
        var answer = await driver.ScoreAsync(new SourceSubset(hearts.Validation.Samples, rows), cancellation: cancellation).ConfigureAwait(false);
        return AlphaChoice.Choose(labels, [.. answer.Values], AlphaCriterion.F1);
    }

    private async Task<double[]> AskAsync(EnsembleDriver driver, CancellationToken cancellation) =>
        [.. (await driver.ScoreAsync(hearts.Test.Samples, cancellation: cancellation).ConfigureAwait(false)).Values];

    private EcgFigures[] FiguresOf(double[] pValues, AlphaChoice alpha) => [.. hearts.Source.Questions.Select(question => EcgFigures.Of(
        question, hearts.Test, pValues, alpha, Repeats, seed))];
}
