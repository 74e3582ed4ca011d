using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    // Class 2 is never predicted, class 3 never occurs as a label, class 4 not at all.
    private static readonly ConfusionMatrix Matrix = ConfusionMatrix.Of([0, 0, 1, 1, 2, 2, 2, 0], [0, 1, 1, 1, 0, 0, 3, 0], 5);

    [Fact]
    public void Counts_AreByLabelThenPrediction()
    {
        Assert.Equal([2, 1, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Matrix.ToArray());
        Assert.Equal((2, 1), (Matrix[2, 0], Matrix[0, 1]));
        Assert.Equal((5, 8), (Matrix.ClassCount, Matrix.RowCount));
    }

    [Fact]
    public void Scores_OfOneClass_AreTheDefinitions()
    {
        Assert.Equal((2 / 4.0, 2 / 3.0, 4 / 7.0), (Matrix.Precision(0), Matrix.Recall(0), Matrix.F1(0)));
        Assert.Equal((2 / 3.0, 1.0, 4 / 5.0), (Matrix.Precision(1), Matrix.Recall(1), Matrix.F1(1)));
        Assert.Equal((0.0, 0.0, 0.0), (Matrix.Precision(2), Matrix.Recall(2), Matrix.F1(2)));
        Assert.Equal((0.0, 0.0, 0.0), (Matrix.Precision(4), Matrix.Recall(4), Matrix.F1(4)));
    }

    [Fact]
    public void Averages_AreOverClassesThatOccur()
    {
        Assert.Equal(0.5, Matrix.Accuracy);
        Assert.Equal(0.5, Matrix.MicroF1);
        Assert.Equal((4 / 7.0 + 4 / 5.0) / 4, Matrix.MacroF1, 1e-15);
        Assert.Equal((2 / 4.0 + 2 / 3.0) / 4, Matrix.MacroPrecision, 1e-15);
        Assert.Equal((2 / 3.0 + 1) / 4, Matrix.MacroRecall, 1e-15);
    }

    [Fact]
    public void Of_Impossible_IsRefused()
    {
        Assert.Equal(4, ConfusionMatrix.Of([0, 3], [1, 1]).ClassCount);
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0], [0, 1]));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([], []));
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 2], [1, 1], 2)).Message);
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([-1], [0]));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([long.MaxValue], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.F1(5));
    }

    [Fact]
    public void Accuracy_AndLogLoss_AreTheDefinitions()
    {
        Assert.Equal(0.75, Classification.Accuracy([0, 1, 2, 3], [0, 1, 2, 0]));
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.25)) / 2, Classification.LogLoss<double>([0, 1], [0.5, 0.5, 0.75, 0.25], 2), 1e-15);
        Assert.Equal(-Math.Log(2.220446049250313e-16), Classification.LogLoss<double>([1], [1, 0], 2), 1e-12);
        Assert.Equal(-Math.Log(1.1920929e-07), Classification.LogLoss<float>([1], [1, 0], 2), 1e-12);
        Assert.Throws<ArgumentException>(() => Classification.LogLoss<float>([2], [1, 0], 2));
        Assert.Throws<ArgumentException>(() => Classification.LogLoss<float>([1], [1, float.NaN], 2));
        Assert.Throws<ArgumentException>(() => Classification.LogLoss<float>([1], [1], 2));
        Assert.Throws<ArgumentException>(() => Classification.Accuracy([], []));
    }
}
