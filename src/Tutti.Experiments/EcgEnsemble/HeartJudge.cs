using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Asks trained detectors, as nodes of an ensemble, and measures their p-values.</summary>
internal sealed class HeartJudge(HeartCase hearts, EcgEnsembleSettings settings, ulong seed)
{
    /// <summary>Judges by all nodes.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        var driver = CreateDriver(detectors, lost: null);
        await using (driver.ConfigureAwait(false))
            return await MeasureAsync(driver, driver, cancellation).ConfigureAwait(false);
    }

    /// <summary>Judges by all but one node, which is lost while the test part is judged; α is what all nodes chose. The worst of all choices of
    /// the node.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeWithoutOneAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        (double Alpha, EcgFigures[] Figures)? worst = null;
        var all = CreateDriver(detectors, lost: null);
        await using (all.ConfigureAwait(false))
            for (var lost = 0; lost < detectors.Count; lost++)
            {
                var driver = CreateDriver(detectors, lost);
                await using (driver.ConfigureAwait(false))
                {
                    var found = await MeasureAsync(all, driver, cancellation).ConfigureAwait(false);
                    if (worst is null || found.Figures[0].Auc < worst.Value.Figures[0].Auc) worst = found;
                }
            }
        return worst!.Value;
    }

    /// <summary>The mean over detectors of what each gives by itself.</summary>
    internal async Task<(double Alpha, EcgFigures[] Figures)> JudgeEachAsync(
        IReadOnlyList<IAnomalyDetector> detectors, CancellationToken cancellation)
    {
        var each = new List<EcgFigures[]>();
        foreach (var detector in detectors) each.Add((await JudgeAsync([detector], cancellation).ConfigureAwait(false)).Figures);
        double Mean(int question, Func<EcgFigures, double> of) => each.Average(own => of(own[question]));
        return (double.NaN, [.. hearts.Source.Questions.Select((_, question) => new EcgFigures(
            Mean(question, own => own.Auc), Mean(question, own => own.Low), Mean(question, own => own.High),
            Mean(question, own => own.AveragePrecision), Mean(question, own => own.F1), Mean(question, own => own.Accuracy)))]);
    }

    private static EnsembleDriver CreateDriver(IReadOnlyList<IAnomalyDetector> detectors, int? lost)
    {
        var driver = new EnsembleDriver(new EnsembleOptions { Deadline = TimeSpan.FromMinutes(10) });
        for (var member = 0; member < detectors.Count; member++)
        {
            IEnsembleNode node = new DetectorNode($"hospital-{member}", detectors[member]);
            driver.Add(member == lost ? new LostNode(node) : node);
        }
        return driver;
    }

    private async Task<(double Alpha, EcgFigures[] Figures)> MeasureAsync(
        EnsembleDriver choosing, EnsembleDriver judging, CancellationToken cancellation)
    {
        var (rows, labels) = hearts.Source.Questions[0].Select(hearts.Validation.Classes);
        var validation = await choosing.ScoreAsync(new SourceSubset(hearts.Validation.Samples, rows), cancellation: cancellation).ConfigureAwait(false);
        var alpha = AlphaChoice.Choose(labels, [.. validation.Values], AlphaCriterion.F1);
        var test = await judging.ScoreAsync(hearts.Test.Samples, cancellation: cancellation).ConfigureAwait(false);
        double[] pValues = [.. test.Values];
        return (alpha.Alpha, [.. hearts.Source.Questions.Select(question => EcgFigures.Of(
            question, hearts.Test, pValues, alpha, seed == 0 ? settings.Repeats : 0, seed))]);
    }
}
