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

    private static ISampleSource Nothing => ClassificationDataset.FromFloats("none", [0], [0], [1], ["N", "other"], Standardization.None);
}
