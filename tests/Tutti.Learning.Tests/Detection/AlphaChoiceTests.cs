using Tutti.Learning.Detection;

namespace Tutti.Learning.Tests.Detection;

public sealed class AlphaChoiceTests
{
    [Theory]
    [InlineData(AlphaCriterion.Accuracy)]
    [InlineData(AlphaCriterion.F1)]
    public void Choose_SeparableSamples_LiesHalfwayBetweenThem(AlphaCriterion criterion)
    {
        var choice = AlphaChoice.Choose([1, 0, 1, 0], [0.1, 0.5, 0.0, 0.9], criterion);

        Assert.Equal(0.3, choice.Alpha, 1e-12);
        Assert.Equal(1, choice.Value);
        Assert.Equal((true, false), (choice.IsAnomalous(0.3), choice.IsAnomalous(0.31)));
    }

    [Fact]
    public void Choose_CriteriaThatDisagree_GivesEachItsBest()
    {
        // Flagging the first four: F1 = 2·2/(4 + 2) = 2/3, right 5 of 7; the first alone: F1 = 2/3 too, right 6 of 7.
        long[] labels = [1, 0, 0, 1, 0, 0, 0];
        double[] p = [0.01, 0.02, 0.03, 0.04, 0.5, 0.6, 0.7];

        Assert.Equal(new AlphaChoice(0.015, 6 / 7.0), AlphaChoice.Choose(labels, p, AlphaCriterion.Accuracy));
        Assert.Equal(0.015, AlphaChoice.Choose(labels, p, AlphaCriterion.F1).Alpha, 1e-12);
        labels[4] = 1;
        Assert.Equal(0.55, AlphaChoice.Choose(labels, p, AlphaCriterion.F1).Alpha, 1e-12);
    }

    [Fact]
    public void Choose_NothingFlaggedIsRightMostOften_FlagsNothing()
    {
        Assert.Equal(new AlphaChoice(0, 0.75), AlphaChoice.Choose([0, 0, 1, 0], [0.1, 0.2, 0.3, 0.4], AlphaCriterion.Accuracy));
        Assert.Equal(0.35, AlphaChoice.Choose([0, 0, 1, 0], [0.1, 0.2, 0.3, 0.4], AlphaCriterion.F1).Alpha, 1e-12);
    }

    [Fact]
    public void Choose_NeighbouringNumbers_AreToldApart()
    {
        for (var (p, i) = (0.3, 0); i < 4; p = Math.BitIncrement(p), i++)
        {
            var choice = AlphaChoice.Choose([1, 0], [p, Math.BitIncrement(p)], AlphaCriterion.F1);

            Assert.Equal((true, false), (choice.IsAnomalous(p), choice.IsAnomalous(Math.BitIncrement(p))));
        }
    }

    [Fact]
    public void Choose_AllAnomalousOrTied_FlagsThem()
    {
        Assert.Equal(new AlphaChoice(0.4, 1), AlphaChoice.Choose([1, 1], [0.2, 0.4], AlphaCriterion.F1));
        Assert.Equal(0, AlphaChoice.Choose([1, 1, 0], [0, 0, 0], AlphaCriterion.F1).Alpha);
    }

    [Fact]
    public void Choose_NoAnomaliesOrNoPValues_IsRefused()
    {
        Assert.Contains("without positive rows", Message([0, 0], [0.1, 0.2]));
        Assert.Contains("no p-value. Got 1.5", Message([0, 1], [0.1, 1.5]));
        Assert.Contains("no p-value. Got NaN", Message([0, 1], [0.1, double.NaN]));
        Assert.Contains("lengths differ", Message([0], [0.1, 0.2]));
    }

    private static string Message(long[] labels, double[] p) =>
        Assert.ThrowsAny<ArgumentException>(() => AlphaChoice.Choose(labels, p, AlphaCriterion.F1)).Message;
}
