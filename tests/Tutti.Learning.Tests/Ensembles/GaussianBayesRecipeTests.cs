using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class GaussianBayesRecipeTests : ClassifierConformance
{
    protected override ClassifierRecipe Recipe => new GaussianBayesRecipe();

    [Fact]
    public void Probabilities_TwoClassesOnALine_AreThoseByHand()
    {
        // Class 0: 0 and 2, mean 1, variance 1; class 1: 4 and 8, mean 6, variance 4.
        var data = ClassificationDataset.FromFloats("line", [0, 2, 4, 8], [0, 0, 1, 1], [1], ["a", "b"], Standardization.None);
        var at = ClassificationDataset.FromFloats("at", [3], [0], [1], ["a", "b"], Standardization.None);

        var probabilities = new GaussianBayesRecipe { VarianceSmoothing = 0 }.Fit(data, 2, 0).Probabilities(at);

        var (a, b) = (Math.Exp(-0.5 * 4), Math.Exp(-0.5 * 9 / 4) / 2);
        Assert.Equal(a / (a + b), probabilities[0], 1e-12);
    }
}
