using Tutti.Experiments.EcgEnsemble;
using Tutti.Learning.Detection;
using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data;

namespace Tutti.Experiments.Tests.EcgEnsemble;

public sealed class EcgFiguresTests
{
    [Fact]
    public void Of_OneQuestion_LooksAtItsBeatsAndUsualOnesOnly()
    {
        // Usual, V, S, usual, V, Q.
        var part = new HeartPart(Nothing, [0, 2, 1, 0, 2, 4], [0, 0, 1, 1, 2, 2]);
        double[] p = [0.9, 0.1, 0.8, 0.2, 0.3, 0.0];

        var figures = EcgFigures.Of(new HeartQuestion("V", [(long)AamiClass.Ventricular]), part, p, new AlphaChoice(0.25, 1), repeats: 200, seed: 0);

        // V at 0.1 is below both usual ones, V at 0.3 below one of them.
        Assert.Equal(3.0 / 4, figures.Auc, 12);
        // At 0.25: one V right, one usual wrong, one V missed, one usual right.
        Assert.Equal((0.5, 0.5), (figures.F1, figures.Accuracy));
        Assert.InRange(figures.Auc, figures.Low, figures.High);
    }

    [Fact]
    public void OfMean_DetectorsThatAreRightOnDifferentPatients_HasTheIntervalOfTheMean()
    {
        // Each patient has a usual beat and V. What one detector gains by a draw the other loses: the mean is 1/2 whatever is drawn.
        var part = new HeartPart(Nothing, [0, 2, 0, 2, 0, 2, 0, 2], [0, 0, 1, 1, 2, 2, 3, 3]);
        double[] one = [0.4, 0.3, 0.1, 0.9, 0.8, 0.2, 0.5, 0.7];
        double[] other = [.. one.Select(p => 1 - p)];
        var question = new HeartQuestion("V", [(long)AamiClass.Ventricular]);
        var alpha = new AlphaChoice(0.25, 1);

        var mean = EcgFigures.OfMean(question, part, [(one, alpha), (other, alpha)], repeats: 200, seed: 0);
        var alone = EcgFigures.Of(question, part, one, alpha, repeats: 200, seed: 0);

        Assert.True(alone.High - alone.Low > 0.1);
        Assert.Equal((0.5, 0.5, 0.5), (Math.Round(mean.Auc, 12), Math.Round(mean.Low, 12), Math.Round(mean.High, 12)));
    }

    [Fact]
    public void OfMean_OneDetector_IsWhatItGivesByItself()
    {
        var part = new HeartPart(Nothing, [0, 2, 1, 0, 2, 4], [0, 0, 1, 1, 2, 2]);
        double[] p = [0.9, 0.1, 0.8, 0.2, 0.3, 0.0];
        var question = new HeartQuestion("V", [(long)AamiClass.Ventricular]);

        Assert.Equal(
            EcgFigures.Of(question, part, p, new AlphaChoice(0.25, 1), repeats: 100, seed: 0),
            EcgFigures.OfMean(question, part, [(p, new AlphaChoice(0.25, 1))], repeats: 100, seed: 0));
    }

    private static ISampleSource Nothing => ClassificationDataset.FromFloats("none", [0], [0], [1], ["N", "other"], Standardization.None);
}
